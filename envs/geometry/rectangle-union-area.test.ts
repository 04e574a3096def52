import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import rectangleUnionArea from "./rectangle-union-area.ts"

testEnvironment(rectangleUnionArea)
