import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import eulerianTrail from "./eulerian-trail.ts"

testEnvironment(eulerianTrail)
