import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import diceSum from "./dice-sum.ts"

testEnvironment(diceSum)
