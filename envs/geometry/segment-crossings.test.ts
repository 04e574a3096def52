import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import segmentCrossings from "./segment-crossings.ts"

testEnvironment(segmentCrossings)
