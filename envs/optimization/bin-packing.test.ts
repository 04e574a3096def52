import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import binPacking from "./bin-packing.ts"

testEnvironment(binPacking)
