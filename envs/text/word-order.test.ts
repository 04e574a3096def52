import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import wordOrder from "./word-order.ts"

testEnvironment(wordOrder)
