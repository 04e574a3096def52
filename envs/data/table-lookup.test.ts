import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import tableLookup from "./table-lookup.ts"

testEnvironment(tableLookup)
