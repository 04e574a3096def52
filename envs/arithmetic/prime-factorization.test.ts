import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import primeFactorization from "./prime-factorization.ts"

testEnvironment(primeFactorization)
