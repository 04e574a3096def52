import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import sudoku from "./sudoku.ts"

testEnvironment(sudoku)
