import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import topologicalOrder from "./topological-order.ts"

testEnvironment(topologicalOrder)
