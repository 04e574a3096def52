import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import hanoiState from "./hanoi-state.ts"

testEnvironment(hanoiState)
