import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import balancedBrackets from "./balanced-brackets.ts"

testEnvironment(balancedBrackets)
