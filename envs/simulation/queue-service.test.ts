import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import queueService from "./queue-service.ts"

testEnvironment(queueService)
