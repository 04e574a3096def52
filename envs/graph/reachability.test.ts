import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import reachability from "./reachability.ts"

testEnvironment(reachability)
