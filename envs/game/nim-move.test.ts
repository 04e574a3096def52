import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import nimMove from "./nim-move.ts"

testEnvironment(nimMove)
