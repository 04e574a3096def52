import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import longestRun from "./longest-run.ts"

testEnvironment(longestRun)
