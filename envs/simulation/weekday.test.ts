import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import weekday from "./weekday.ts"

testEnvironment(weekday)
