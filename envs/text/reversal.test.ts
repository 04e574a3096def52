import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import reversal from "./reversal.ts"

testEnvironment(reversal)
