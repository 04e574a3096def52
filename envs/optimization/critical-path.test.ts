import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import criticalPath from "./critical-path.ts"

testEnvironment(criticalPath)
