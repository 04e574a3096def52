import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import determinant from "./determinant.ts"

testEnvironment(determinant)
