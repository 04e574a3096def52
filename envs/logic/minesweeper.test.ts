import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import minesweeper from "./minesweeper.ts"

testEnvironment(minesweeper)
