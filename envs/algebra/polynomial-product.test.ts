import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import polynomialProduct from "./polynomial-product.ts"

testEnvironment(polynomialProduct)
