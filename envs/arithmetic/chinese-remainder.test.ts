import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import chineseRemainder from "./chinese-remainder.ts"

testEnvironment(chineseRemainder)
