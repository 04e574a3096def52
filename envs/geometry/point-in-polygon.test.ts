import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import pointInPolygon from "./point-in-polygon.ts"

testEnvironment(pointInPolygon)
