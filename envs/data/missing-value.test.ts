import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import missingValue from "./missing-value.ts"

testEnvironment(missingValue)
