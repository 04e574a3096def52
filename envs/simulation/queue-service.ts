import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Minutes = Schema.Int.pipe(Schema.between(0, 99))

export default Environment.make({
  name: "queue-service",
  tags: ["simulation", "time", "queue"],
  skill: "simulating a queue before several counters",
  source: "Classic; queueing theory, Erlang 1909",
  scale: {
    customers: Scale.geometric({ min: 4, max: 160 }),
    clerks: Scale.linear({ min: 1, max: 6 }),
    minutes: Scale.geometric({ min: 5, max: 99 })
  },
  instance: Schema.Struct({
    clerks: Schema.Int.pipe(Schema.between(1, 6)),
    customers: Schema.Array(Schema.Struct({ gap: Minutes, service: Minutes })).pipe(
      Schema.minItems(1),
      Schema.maxItems(160)
    )
  }),
  answer: Answer.integer,
  // They come about as fast as they are served, so that the queue grows and shrinks.
  generate: ({ clerks, customers, minutes }) =>
    Gen.struct({
      clerks: Gen.succeed(clerks),
      customers: Gen.array(
        Gen.struct({ gap: Gen.int(0, Math.ceil(minutes / clerks)), service: Gen.int(1, minutes) }),
        customers
      )
    }),
  statement: ({ clerks, customers }) => {
    let now = 0
    const listed = customers.map(({ gap, service }) => `${now += gap} (${service})`)
    return `Customers come to ${
      clerks === 1 ? "a clerk" : `${clerks} clerks`
    } and are served in this order, each as `
      + `soon as ${
        clerks === 1 ? "the clerk" : "any clerk"
      } is free. Minute of arrival, and in brackets the minutes `
      + `that serving takes: ${
        listed.join(", ")
      }. How many minutes do the customers wait for their turn, all together?`
  },
  solve: ({ clerks, customers }) => {
    const free = Array.from({ length: clerks }, () => 0)
    let [now, waited] = [0, 0]
    for (const { gap, service } of customers) {
      now += gap
      const first = Math.min(...free)
      const begin = Math.max(now, first)
      waited += begin - now
      free[free.indexOf(first)] = begin + service
    }
    return waited
  },
  brute: {
    upTo: {},
    // Minute by minute: clerks become free, customers come, and whoever can be served is; the others wait a minute.
    solve: ({ clerks, customers }) => {
      const arrivals: Array<number> = []
      for (const { gap } of customers) arrivals.push((arrivals.at(-1) ?? 0) + gap)
      let waited = 0
      let busy: Array<number> = []
      const queue = [...customers.keys()]
      for (let minute = 0; queue.length > 0; minute++) {
        busy = busy.filter((until) => until > minute)
        while (queue.length > 0 && arrivals[queue[0]!]! <= minute && busy.length < clerks) {
          const { service } = customers[queue.shift()!]!
          if (service > 0) busy.push(minute + service)
        }
        for (const customer of queue) if (arrivals[customer]! <= minute) waited++
      }
      return waited
    }
  },
  properties: {
    "as many clerks and customers as asked for": ({ clerks, customers }, _, scale) =>
      clerks === scale.clerks && customers.length === scale.customers,
    "serving takes 1 minute at least, and no more than asked for": ({ customers }, _, { minutes }) =>
      customers.every(({ service }) => 1 <= service && service <= minutes),
    "gaps to keep the clerks busy": ({ clerks, customers }, _, { minutes }) =>
      customers.every(({ gap }) => (gap - 1) * clerks < minutes)
  }
})
