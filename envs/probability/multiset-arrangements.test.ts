import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import multisetArrangements from "./multiset-arrangements.ts"

testEnvironment(multisetArrangements)
