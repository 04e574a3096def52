import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import lightsOut from "./lights-out.ts"

testEnvironment(lightsOut)
