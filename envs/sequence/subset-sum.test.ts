import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import subsetSum from "./subset-sum.ts"

testEnvironment(subsetSum)
