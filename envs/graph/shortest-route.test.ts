import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import shortestRoute from "./shortest-route.ts"

testEnvironment(shortestRoute)
