import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import schemaViolations from "./schema-violations.ts"

testEnvironment(schemaViolations)
