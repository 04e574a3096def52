import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import addedLetter from "./added-letter.ts"

testEnvironment(addedLetter)
