import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import filterCount from "./filter-count.ts"

testEnvironment(filterCount)
