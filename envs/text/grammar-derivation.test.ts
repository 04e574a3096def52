import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import grammarDerivation from "./grammar-derivation.ts"

testEnvironment(grammarDerivation)
