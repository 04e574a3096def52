import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import twoKeySort from "./two-key-sort.ts"

testEnvironment(twoKeySort)
