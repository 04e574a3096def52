import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import knapsackValue from "./knapsack-value.ts"

testEnvironment(knapsackValue)
