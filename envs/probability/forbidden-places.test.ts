import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import forbiddenPlaces from "./forbidden-places.ts"

testEnvironment(forbiddenPlaces)
