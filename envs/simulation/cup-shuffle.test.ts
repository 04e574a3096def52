import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import cupShuffle from "./cup-shuffle.ts"

testEnvironment(cupShuffle)
