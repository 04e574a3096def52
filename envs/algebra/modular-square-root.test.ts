import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import modularSquareRoot from "./modular-square-root.ts"

testEnvironment(modularSquareRoot)
