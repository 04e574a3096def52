import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import palindromeCompletion from "./palindrome-completion.ts"

testEnvironment(palindromeCompletion)
