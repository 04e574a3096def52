import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import setCover from "./set-cover.ts"

testEnvironment(setCover)
