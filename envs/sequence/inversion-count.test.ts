import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import inversionCount from "./inversion-count.ts"

testEnvironment(inversionCount)
