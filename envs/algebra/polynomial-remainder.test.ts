import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import polynomialRemainder from "./polynomial-remainder.ts"

testEnvironment(polynomialRemainder)
