import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import binaryPuzzle from "./binary-puzzle.ts"

testEnvironment(binaryPuzzle)
