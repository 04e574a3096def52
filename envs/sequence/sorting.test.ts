import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import sorting from "./sorting.ts"

testEnvironment(sorting)
