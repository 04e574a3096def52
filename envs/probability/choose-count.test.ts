import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import chooseCount from "./choose-count.ts"

testEnvironment(chooseCount)
