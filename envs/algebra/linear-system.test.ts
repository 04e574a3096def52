import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import linearSystem from "./linear-system.ts"

testEnvironment(linearSystem)
