import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import variableTrace from "./variable-trace.ts"

testEnvironment(variableTrace)
