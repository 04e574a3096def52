import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import arithmeticSeries from "./arithmetic-series.ts"

testEnvironment(arithmeticSeries)
