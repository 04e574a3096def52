import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import shortestPathLength from "./shortest-path-length.ts"

testEnvironment(shortestPathLength)
