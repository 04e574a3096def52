import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import stringRewriting from "./string-rewriting.ts"

testEnvironment(stringRewriting)
