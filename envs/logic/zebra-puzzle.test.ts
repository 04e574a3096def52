import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import zebraPuzzle from "./zebra-puzzle.ts"

testEnvironment(zebraPuzzle)
