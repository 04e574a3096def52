import * as Verdict from "@scaler/judge/Verdict"
import { expect, test } from "bun:test"
import { Schema } from "effect"
import { Reward, rewardOf } from "./Reward.ts"

const accepted = Verdict.Accepted()
const wrong = Verdict.Wrong({ reason: "" })
const malformed = Verdict.Malformed({ reason: "" })
const settings = Schema.decodeSync(Reward)

test("an accepted response earns 1, any other 0 or −1", () => {
  const rewards = (reward: Reward) =>
    [accepted, wrong, malformed].map((verdict) => rewardOf(reward, verdict, 5, 10))
  expect(rewards(settings({}))).toEqual([1, 0, 0])
  expect(rewards(settings({ refused: -1 }))).toEqual([1, -1, -1])
})

test("the overlong penalty is 0 up to the buffer, then linear, whole at the greatest length", () => {
  // DAPO, equation 13: L_max 20, L_cache 8.
  const reward = settings({ refused: -1, overlong: { buffer: 8 } })
  const lengths = [1, 12, 13, 16, 20]
  expect(lengths.map((length) => rewardOf(reward, accepted, length, 20))).toEqual([1, 1, 0.875, 0.5, 0])
  expect(rewardOf(reward, wrong, 20, 20)).toBe(-2)
  expect(rewardOf(settings({ overlong: { buffer: 8, penalty: 0.5 } }), accepted, 20, 20)).toBe(0.5)
})
