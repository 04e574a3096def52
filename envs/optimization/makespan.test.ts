import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import makespan from "./makespan.ts"

testEnvironment(makespan)
