import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import weightedIntervals from "./weighted-intervals.ts"

testEnvironment(weightedIntervals)
