import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import slidingPuzzle from "./sliding-puzzle.ts"

testEnvironment(slidingPuzzle)
