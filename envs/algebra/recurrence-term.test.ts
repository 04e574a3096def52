import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import recurrenceTerm from "./recurrence-term.ts"

testEnvironment(recurrenceTerm)
