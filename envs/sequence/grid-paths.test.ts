import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import gridPaths from "./grid-paths.ts"

testEnvironment(gridPaths)
