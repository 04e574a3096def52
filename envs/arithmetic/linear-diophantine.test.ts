import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import linearDiophantine from "./linear-diophantine.ts"

testEnvironment(linearDiophantine)
