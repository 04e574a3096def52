import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import product from "./product.ts"

testEnvironment(product)
