import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import coinRun from "./coin-run.ts"

testEnvironment(coinRun)
