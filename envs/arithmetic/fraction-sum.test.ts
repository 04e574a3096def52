import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import fractionSum from "./fraction-sum.ts"

testEnvironment(fractionSum)
