import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import registerLoop from "./register-loop.ts"

testEnvironment(registerLoop)
