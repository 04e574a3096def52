import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import collinearTriple from "./collinear-triple.ts"

testEnvironment(collinearTriple)
