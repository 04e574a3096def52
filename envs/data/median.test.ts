import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import median from "./median.ts"

testEnvironment(median)
