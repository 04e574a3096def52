import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import runningBalance from "./running-balance.ts"

testEnvironment(runningBalance)
