import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import caesarCipher from "./caesar-cipher.ts"

testEnvironment(caesarCipher)
