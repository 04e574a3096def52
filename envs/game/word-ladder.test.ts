import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import wordLadder from "./word-ladder.ts"

testEnvironment(wordLadder)
