import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import longestPalindrome from "./longest-palindrome.ts"

testEnvironment(longestPalindrome)
