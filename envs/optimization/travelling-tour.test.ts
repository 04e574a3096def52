import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import travellingTour from "./travelling-tour.ts"

testEnvironment(travellingTour)
