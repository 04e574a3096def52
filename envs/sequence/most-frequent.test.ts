import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import mostFrequent from "./most-frequent.ts"

testEnvironment(mostFrequent)
