import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import expressionEvaluation from "./expression-evaluation.ts"

testEnvironment(expressionEvaluation)
