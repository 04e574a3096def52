import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import patternOccurrences from "./pattern-occurrences.ts"

testEnvironment(patternOccurrences)
