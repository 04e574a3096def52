import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import waterJugs from "./water-jugs.ts"

testEnvironment(waterJugs)
