import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import stackMachine from "./stack-machine.ts"

testEnvironment(stackMachine)
