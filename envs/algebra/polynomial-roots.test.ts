import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import polynomialRoots from "./polynomial-roots.ts"

testEnvironment(polynomialRoots)
