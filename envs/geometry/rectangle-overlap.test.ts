import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import rectangleOverlap from "./rectangle-overlap.ts"

testEnvironment(rectangleOverlap)
