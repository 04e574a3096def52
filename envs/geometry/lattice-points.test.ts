import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import latticePoints from "./lattice-points.ts"

testEnvironment(latticePoints)
