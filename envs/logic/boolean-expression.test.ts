import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import booleanExpression from "./boolean-expression.ts"

testEnvironment(booleanExpression)
