import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import closestPair from "./closest-pair.ts"

testEnvironment(closestPair)
