import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import satAssignment from "./sat-assignment.ts"

testEnvironment(satAssignment)
