import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import powerModulo from "./power-modulo.ts"

testEnvironment(powerModulo)
