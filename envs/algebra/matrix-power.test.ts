import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import matrixPower from "./matrix-power.ts"

testEnvironment(matrixPower)
