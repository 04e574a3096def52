import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import intervalChoice from "./interval-choice.ts"

testEnvironment(intervalChoice)
