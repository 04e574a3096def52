import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import rangeSums from "./range-sums.ts"

testEnvironment(rangeSums)
