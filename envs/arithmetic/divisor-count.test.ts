import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import divisorCount from "./divisor-count.ts"

testEnvironment(divisorCount)
