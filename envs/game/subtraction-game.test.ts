import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import subtractionGame from "./subtraction-game.ts"

testEnvironment(subtractionGame)
