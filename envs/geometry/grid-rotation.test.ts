import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import gridRotation from "./grid-rotation.ts"

testEnvironment(gridRotation)
