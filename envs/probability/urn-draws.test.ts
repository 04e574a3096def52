import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import urnDraws from "./urn-draws.ts"

testEnvironment(urnDraws)
