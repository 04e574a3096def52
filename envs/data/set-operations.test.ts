import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import setOperations from "./set-operations.ts"

testEnvironment(setOperations)
