import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import dfaRun from "./dfa-run.ts"

testEnvironment(dfaRun)
