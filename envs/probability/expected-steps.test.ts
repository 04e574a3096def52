import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import expectedSteps from "./expected-steps.ts"

testEnvironment(expectedSteps)
