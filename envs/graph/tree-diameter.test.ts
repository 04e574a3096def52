import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import treeDiameter from "./tree-diameter.ts"

testEnvironment(treeDiameter)
