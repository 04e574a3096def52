import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import maximumSubarray from "./maximum-subarray.ts"

testEnvironment(maximumSubarray)
