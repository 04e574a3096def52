import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import hornClauses from "./horn-clauses.ts"

testEnvironment(hornClauses)
