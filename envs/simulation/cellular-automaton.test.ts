import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import cellularAutomaton from "./cellular-automaton.ts"

testEnvironment(cellularAutomaton)
