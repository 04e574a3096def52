import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import inequalityCount from "./inequality-count.ts"

testEnvironment(inequalityCount)
