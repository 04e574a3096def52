import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import nestedLookup from "./nested-lookup.ts"

testEnvironment(nestedLookup)
