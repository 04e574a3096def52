import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import parkingLot from "./parking-lot.ts"

testEnvironment(parkingLot)
