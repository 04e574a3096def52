import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import closePairs from "./close-pairs.ts"

testEnvironment(closePairs)
