import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import stockProfit from "./stock-profit.ts"

testEnvironment(stockProfit)
