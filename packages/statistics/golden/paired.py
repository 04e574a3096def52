"""Golden p-values of the paired permutation test and of pass@k, by SciPy: python3 paired.py > paired.json"""
import json
from itertools import combinations

import numpy as np
from scipy.stats import permutation_test

random = np.random.default_rng(3)
samples = {
    "ten": random.normal(0.3, 0.5, 10),
    "right and wrong": random.choice([-1.0, 0.0, 1.0], 24, p=[0.1, 0.6, 0.3]),
    "all one way": np.array([0.25, 0.5, 1.0]),
    "none": np.array([0.0, 0.0]),
    "two hundred": random.choice(np.arange(-4, 5) / 4, 200) + 0.05,
}


def paired(name, values):
    found = permutation_test((values,), np.sum, permutation_type="samples", n_resamples=1_000_000, vectorized=True,
                             batch=10_000, rng=np.random.default_rng(1))
    return {"name": name, "values": values.tolist(), "p": float(found.pvalue)}


def pass_at_k(n, c, k):
    """Of all ways to choose k of n responses, the share with a right one."""
    chosen = list(combinations([1] * c + [0] * (n - c), k))
    return {"n": n, "c": c, "k": k, "pass": float(np.mean([max(each) for each in chosen]))}


print(json.dumps({
    "paired": [paired(*sample) for sample in samples.items()],
    "passAtK": [pass_at_k(*each) for each in [(1, 0, 1), (1, 1, 1), (8, 3, 1), (8, 3, 4), (8, 3, 6), (16, 1, 8), (10, 0, 5), (10, 10, 5)]],
}, indent=2))
