import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import topK from "./top-k.ts"

testEnvironment(topK)
