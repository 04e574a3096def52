import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import coinWays from "./coin-ways.ts"

testEnvironment(coinWays)
