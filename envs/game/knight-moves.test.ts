import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import knightMoves from "./knight-moves.ts"

testEnvironment(knightMoves)
