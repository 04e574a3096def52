import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import lineIntersection from "./line-intersection.ts"

testEnvironment(lineIntersection)
