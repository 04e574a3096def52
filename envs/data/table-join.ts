import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const cities = ["Lima", "Oslo", "Rome"] as const

const City = Schema.Literal(...cities)
const Id = Schema.Int.pipe(Schema.between(1, 999))

export default Environment.make({
  name: "table-join",
  tags: ["data", "join"],
  skill: "joining two tables by a key",
  source: "Codd 1970",
  scale: {
    customers: Scale.geometric({ min: 3, max: 80 }),
    orders: Scale.geometric({ min: 4, max: 130 })
  },
  instance: Schema.Struct({
    customers: Schema.Array(Schema.Struct({ id: Id, city: City })).pipe(
      Schema.minItems(1),
      Schema.maxItems(80),
      Schema.filter((customers) => new Set(customers.map(({ id }) => id)).size === customers.length)
    ),
    orders: Schema.Array(Schema.Struct({ id: Id, items: Schema.Int.pipe(Schema.between(1, 99)) })).pipe(
      Schema.minItems(1),
      Schema.maxItems(130)
    ),
    city: City
  }),
  answer: Answer.integer,
  // About one order in five is nobody's, and at least one customer is from the city.
  generate: (scale) =>
    Gen.gen(function*() {
      const strangers = Math.ceil(scale.customers / 4)
      const ids = yield* Gen.distinct(1, 999, scale.customers + strangers)
      const homes = yield* Gen.array(Gen.pick(cities), scale.customers)
      return {
        customers: homes.map((city, at) => ({ id: ids[at]!, city })),
        orders: yield* Gen.array(Gen.struct({ id: Gen.pick(ids), items: Gen.int(1, 99) }), scale.orders),
        city: yield* Gen.pick(homes)
      }
    }),
  statement: ({ city, customers, orders }) =>
    `Customers, each with a number and a city: ${customers.map(({ city, id }) => `${id} ${city}`).join(", ")}.
Orders, each with the number of the customer and how many items: ${
      orders.map(({ id, items }) => `${id}: ${items}`).join(", ")
    }.
How many items in all were ordered by customers from ${city}? Orders whose customer is not listed do not count.`,
  solve: ({ city, customers, orders }) => {
    const cityOf = new Map(customers.map(({ city, id }) => [id, city]))
    return orders.reduce((sum, { id, items }) => (cityOf.get(id) === city ? sum + items : sum), 0)
  },
  brute: {
    upTo: {},
    // Every pair of a customer and an order.
    solve: ({ city, customers, orders }) => {
      let sum = 0
      for (const customer of customers) {
        for (const order of orders) {
          if (customer.id === order.id && customer.city === city) sum += order.items
        }
      }
      return sum
    }
  },
  properties: {
    "so many customers and orders": ({ customers, orders }, _, scale) =>
      customers.length === scale.customers && orders.length === scale.orders,
    "the cities share the orders of those who are listed": ({ city, customers, orders }, gold) => {
      const others = new Set(customers.filter((customer) => customer.city !== city).map(({ id }) => id))
      const listed = new Set(customers.map(({ id }) => id))
      const rest = orders.filter(({ id }) => !listed.has(id) || others.has(id))
      const total = (some: typeof orders) => some.reduce((sum, { items }) => sum + items, 0)
      return gold === total(orders) - total(rest)
    }
  }
})
