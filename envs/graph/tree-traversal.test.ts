import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import treeTraversal from "./tree-traversal.ts"

testEnvironment(treeTraversal)
