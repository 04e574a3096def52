import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import maximumFlow from "./maximum-flow.ts"

testEnvironment(maximumFlow)
