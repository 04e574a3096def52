import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import baseConversion from "./base-conversion.ts"

testEnvironment(baseConversion)
