import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import bankLedger from "./bank-ledger.ts"

testEnvironment(bankLedger)
