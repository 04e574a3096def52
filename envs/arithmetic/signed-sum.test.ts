import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import signedSum from "./signed-sum.ts"

testEnvironment(signedSum)
