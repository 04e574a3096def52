import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import fewestCoins from "./fewest-coins.ts"

testEnvironment(fewestCoins)
