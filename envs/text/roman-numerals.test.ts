import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import romanNumerals from "./roman-numerals.ts"

testEnvironment(romanNumerals)
