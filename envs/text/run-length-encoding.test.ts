import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import runLengthEncoding from "./run-length-encoding.ts"

testEnvironment(runLengthEncoding)
