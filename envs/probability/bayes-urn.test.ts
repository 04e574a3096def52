import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import bayesUrn from "./bayes-urn.ts"

testEnvironment(bayesUrn)
