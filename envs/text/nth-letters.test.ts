import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import nthLetters from "./nth-letters.ts"

testEnvironment(nthLetters)
