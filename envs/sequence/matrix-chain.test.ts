import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import matrixChain from "./matrix-chain.ts"

testEnvironment(matrixChain)
