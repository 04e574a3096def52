import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import cryptarithm from "./cryptarithm.ts"

testEnvironment(cryptarithm)
