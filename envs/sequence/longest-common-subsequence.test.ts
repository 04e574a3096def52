import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import longestCommonSubsequence from "./longest-common-subsequence.ts"

testEnvironment(longestCommonSubsequence)
