import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import knightsAndKnaves from "./knights-and-knaves.ts"

testEnvironment(knightsAndKnaves)
