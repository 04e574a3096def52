import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import sum from "./sum.ts"

testEnvironment(sum)
