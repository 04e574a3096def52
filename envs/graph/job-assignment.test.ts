import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import jobAssignment from "./job-assignment.ts"

testEnvironment(jobAssignment)
