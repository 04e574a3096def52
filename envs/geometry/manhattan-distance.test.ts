import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import manhattanDistance from "./manhattan-distance.ts"

testEnvironment(manhattanDistance)
