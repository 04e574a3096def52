import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import letterCount from "./letter-count.ts"

testEnvironment(letterCount)
