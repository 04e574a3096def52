import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import clockTime from "./clock-time.ts"

testEnvironment(clockTime)
