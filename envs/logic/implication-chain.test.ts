import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import implicationChain from "./implication-chain.ts"

testEnvironment(implicationChain)
