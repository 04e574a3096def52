import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import dieRolling from "./die-rolling.ts"

testEnvironment(dieRolling)
