import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import bridges from "./bridges.ts"

testEnvironment(bridges)
