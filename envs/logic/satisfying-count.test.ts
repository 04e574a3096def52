import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import satisfyingCount from "./satisfying-count.ts"

testEnvironment(satisfyingCount)
