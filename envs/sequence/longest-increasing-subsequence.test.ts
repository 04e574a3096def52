import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import longestIncreasingSubsequence from "./longest-increasing-subsequence.ts"

testEnvironment(longestIncreasingSubsequence)
