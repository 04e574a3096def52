import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import assignmentCost from "./assignment-cost.ts"

testEnvironment(assignmentCost)
