import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import vertexDegree from "./vertex-degree.ts"

testEnvironment(vertexDegree)
