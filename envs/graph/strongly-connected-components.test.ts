import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import stronglyConnectedComponents from "./strongly-connected-components.ts"

testEnvironment(stronglyConnectedComponents)
