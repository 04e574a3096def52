import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import convexHull from "./convex-hull.ts"

testEnvironment(convexHull)
