import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import polygonArea from "./polygon-area.ts"

testEnvironment(polygonArea)
