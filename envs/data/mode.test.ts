import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import mode from "./mode.ts"

testEnvironment(mode)
