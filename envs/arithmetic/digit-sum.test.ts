import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import digitSum from "./digit-sum.ts"

testEnvironment(digitSum)
