import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import exactCover from "./exact-cover.ts"

testEnvironment(exactCover)
