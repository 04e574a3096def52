import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import countdownNumber from "./countdown-number.ts"

testEnvironment(countdownNumber)
