import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import parity from "./parity.ts"

testEnvironment(parity)
