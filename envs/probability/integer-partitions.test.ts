import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import integerPartitions from "./integer-partitions.ts"

testEnvironment(integerPartitions)
