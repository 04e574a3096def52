import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import editDistance from "./edit-distance.ts"

testEnvironment(editDistance)
