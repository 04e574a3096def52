import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import permutationRank from "./permutation-rank.ts"

testEnvironment(permutationRank)
