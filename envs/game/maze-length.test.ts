import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import mazeLength from "./maze-length.ts"

testEnvironment(mazeLength)
