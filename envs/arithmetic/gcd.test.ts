import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import gcd from "./gcd.ts"

testEnvironment(gcd)
