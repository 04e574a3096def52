import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import deadlineScheduling from "./deadline-scheduling.ts"

testEnvironment(deadlineScheduling)
