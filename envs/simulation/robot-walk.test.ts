import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import robotWalk from "./robot-walk.ts"

testEnvironment(robotWalk)
