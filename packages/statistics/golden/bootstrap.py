"""Golden intervals of the bootstrap, by SciPy: python3 bootstrap.py > bootstrap.json

So many resamples that chance is small beside that of the 10 000 in TypeScript. Tails are expanded as by Hesterberg,
"What teachers should know about the bootstrap" (2015), section 5.1.
"""
import json

import numpy as np
from scipy.stats import bootstrap, norm, t

random = np.random.default_rng(8)
samples = {
    "eight normal": random.normal(0.02, 0.03, 8),
    "eight skewed": random.exponential(1.0, 8),
    "three": np.array([0.1, 0.4, 0.2]),
    "two": np.array([-1.0, 3.0]),
    "ties": np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0]),
    "large and far": random.normal(12800, 900, 24),
}


def golden(name, values):
    n = len(values)
    tail = norm.cdf(-np.sqrt(n / (n - 1)) * t.ppf(0.975, n - 1))
    found = bootstrap((values,), np.mean, n_resamples=1_000_000, confidence_level=1 - 2 * tail, method="percentile",
                      vectorized=True, batch=20_000, rng=np.random.default_rng(1))
    low, high = found.confidence_interval
    return {"name": name, "values": values.tolist(), "tail": float(tail), "low": float(low), "high": float(high),
            "standardError": float(found.standard_error)}


quantiles = [{"values": values.tolist(), "share": share, "quantile": float(np.quantile(values, share))}
             for values in map(np.sort, samples.values()) for share in (0.0, 0.025, 0.3, 0.5, 0.975, 1.0)]
print(json.dumps({"samples": [golden(*sample) for sample in samples.items()], "quantiles": quantiles}, indent=2))
