import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import orderDeduction from "./order-deduction.ts"

testEnvironment(orderDeduction)
