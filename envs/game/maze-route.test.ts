import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import mazeRoute from "./maze-route.ts"

testEnvironment(mazeRoute)
