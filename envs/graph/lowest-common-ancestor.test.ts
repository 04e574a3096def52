import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import lowestCommonAncestor from "./lowest-common-ancestor.ts"

testEnvironment(lowestCommonAncestor)
