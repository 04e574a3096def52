/** The problem that the example of `authoring` is made of, with programs that read it. */
import type { Solution } from "../oracle/Solution.ts"
import type { Problem } from "../problems/Problem.ts"
import type { Task } from "../Task.ts"

const logic =
  `Vehicles wait for a ferry in a fixed order; the i-th of them weighs w_i. The ferry carries at most c at a time.
On each crossing it takes vehicles from the front of the queue, in order, as long as the next one still fits, and leaves
when the next one does not. Find the sum of the squares of its loads.`

const input = `The first line holds n and c (1 ≤ n ≤ 200000, 1 ≤ c ≤ 10^9), the second one n whole numbers w_i
(1 ≤ w_i ≤ c).`

const output = "Print one number: the sum of the squares of the loads."

/** Crossing by crossing. */
const simulated = `#include <cstdio>
int main() {
  int n; long long c; std::scanf("%d %lld", &n, &c);
  __int128 sum = 0; long long load = 0;
  for (int i = 0; i < n; i++) {
    long long w; std::scanf("%lld", &w);
    if (load + w > c) { sum += (__int128) load * load; load = 0; }
    load += w;
  }
  sum += (__int128) load * load;
  char text[64]; int at = 63; text[at] = 0;
  do { text[--at] = '0' + (int) (sum % 10); sum /= 10; } while (sum > 0);
  std::puts(text + at);
}`

/** By prefix sums and binary search for where each crossing ends. */
const searched = `#include <algorithm>
#include <iostream>
#include <vector>
int main() {
  size_t n; long long c; std::cin >> n >> c;
  std::vector<long long> before(n + 1);
  for (size_t i = 0; i < n; i++) { std::cin >> before[i + 1]; before[i + 1] += before[i]; }
  unsigned long long sum = 0;
  for (size_t at = 0; at < n;) {
    size_t end = std::upper_bound(before.begin(), before.end(), before[at] + c) - before.begin() - 1;
    unsigned long long load = before[end] - before[at];
    sum += load * load; at = end;
  }
  std::cout << sum << std::endl;
}`

/** With a queue that is eaten up. */
const queued = `from collections import deque
n, c = map(int, input().split())
queue = deque(map(int, input().split()))
total = 0
while queue:
    load = 0
    while queue and load + queue[0] <= c:
        load += queue.popleft()
    total += load * load
print(total)`

/** Wrong where the last vehicle crosses alone. */
export const wrongAtTheEnd: Solution = {
  language: "cpp",
  source: simulated.replace("load += w;", "load += w; if (i == n - 1 && load == w) load = 0;")
}

export const problem: Problem = {
  id: "ferry-queue",
  title: "Ferry Queue",
  statement: `${logic}\n\nInput\n\n${input}\n\nOutput\n\n${output}`,
  logic,
  input,
  output,
  solutions: [
    { language: "cpp", source: simulated },
    { language: "cpp", source: searched },
    { language: "python", source: queued }
  ],
  licence: "Apache-2.0"
}

export const task = (changes: Partial<Problem> = {}): Task => ({
  problem: { ...problem, ...changes },
  meta: { parameters: { n: { min: 1, max: 200_000 } }, output: "number" },
  name: "problem-ferry-queue"
})
