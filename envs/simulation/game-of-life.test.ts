import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import gameOfLife from "./game-of-life.ts"

testEnvironment(gameOfLife)
