import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import flowShop from "./flow-shop.ts"

testEnvironment(flowShop)
