import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import maximum from "./maximum.ts"

testEnvironment(maximum)
