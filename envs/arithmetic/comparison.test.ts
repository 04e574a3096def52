import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import comparison from "./comparison.ts"

testEnvironment(comparison)
