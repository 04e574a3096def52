import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import connectedComponents from "./connected-components.ts"

testEnvironment(connectedComponents)
