import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import twoSquares from "./two-squares.ts"

testEnvironment(twoSquares)
