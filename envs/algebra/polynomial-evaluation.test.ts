import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import polynomialEvaluation from "./polynomial-evaluation.ts"

testEnvironment(polynomialEvaluation)
