import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import gridPerimeter from "./grid-perimeter.ts"

testEnvironment(gridPerimeter)
