import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import nQueens from "./n-queens.ts"

testEnvironment(nQueens)
