import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import linearEquation from "./linear-equation.ts"

testEnvironment(linearEquation)
