import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import groupSum from "./group-sum.ts"

testEnvironment(groupSum)
