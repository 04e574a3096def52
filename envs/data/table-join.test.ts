import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import tableJoin from "./table-join.ts"

testEnvironment(tableJoin)
