import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import spiral from "./spiral.ts"

testEnvironment(spiral)
