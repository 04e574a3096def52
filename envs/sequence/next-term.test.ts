import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import nextTerm from "./next-term.ts"

testEnvironment(nextTerm)
