import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import latticePaths from "./lattice-paths.ts"

testEnvironment(latticePaths)
