import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import intervalScheduling from "./interval-scheduling.ts"

testEnvironment(intervalScheduling)
