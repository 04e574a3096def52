import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import remainder from "./remainder.ts"

testEnvironment(remainder)
