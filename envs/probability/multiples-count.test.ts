import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import multiplesCount from "./multiples-count.ts"

testEnvironment(multiplesCount)
