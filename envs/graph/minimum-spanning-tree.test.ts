import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import minimumSpanningTree from "./minimum-spanning-tree.ts"

testEnvironment(minimumSpanningTree)
