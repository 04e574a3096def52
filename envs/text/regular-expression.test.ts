import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import regularExpression from "./regular-expression.ts"

testEnvironment(regularExpression)
