import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import josephus from "./josephus.ts"

testEnvironment(josephus)
