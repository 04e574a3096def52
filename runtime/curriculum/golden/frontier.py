"""Golden numbers of the Bayesian frontier, by SciPy: python3 frontier.py > frontier.json

Everything is computed another way than in TypeScript: posteriors by their recursion, step by step; links by a general
minimiser; probabilities and expectations by integrating the density.
"""
import json
import math

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import beta as beta_distribution

STEEPNESS, STEEPNESS_SPREAD, LEAST, INTERCEPT_SPREAD = 1.0, 1.0, 0.05, 10.0


def fit(accepted, refused):
    levels = np.arange(len(accepted))
    s, f = np.array(accepted), np.array(refused)

    def loss(x):
        z = x[0] - x[1] * levels
        return (np.sum(s * np.logaddexp(0, -z) + f * np.logaddexp(0, z))
                + ((x[1] - STEEPNESS) / STEEPNESS_SPREAD) ** 2 / 2 + (x[0] / INTERCEPT_SPREAD) ** 2 / 2)

    best = min((minimize(loss, [c, a], method="L-BFGS-B", bounds=[(None, None), (LEAST, None)],
                         options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 10000})
                for c in (-3.0, 0.0, 5.0) for a in (0.1, 1.0, 3.0)), key=lambda found: found.fun)
    c, a = best.x
    p = 1 / (1 + np.exp(-(c - a * levels)))
    w = (s + f) * p * (1 - p)
    hessian = np.array([[np.sum(w) + 1 / INTERCEPT_SPREAD ** 2, -np.sum(w * levels)],
                        [-np.sum(w * levels), np.sum(w * levels ** 2) + 1 / STEEPNESS_SPREAD ** 2]])
    g = np.array([1 / a, -c / a ** 2])
    return {"intercept": c, "steepness": a, "spread": math.sqrt(g @ np.linalg.inv(hessian) @ g)}


def success(link, level):
    return 1 / (1 + math.exp(-(link["intercept"] - link["steepness"] * level)))


def links():
    tables = [
        ([8, 4, 0, 0], [0, 4, 8, 8]),
        ([0, 0, 0], [8, 8, 16]),
        ([64, 64, 64, 64], [0, 0, 0, 0]),
        ([3.2, 0, 7.9, 0, 0, 0.4], [0.1, 0, 6.5, 0, 0, 9.25]),
        # Easier with the level: the steepness ends at its bound.
        ([10, 20, 60, 90], [90, 80, 40, 10]),
        ([5], [3]),
        ([0] * 20 + [30, 10] + [0] * 8, [0] * 20 + [10, 30] + [0] * 8),
    ]
    return [{"accepted": s, "refused": f, "link": fit(s, f)} for s, f in tables]


def trace():
    """Posteriors under flat priors: (1 - l) a + l a0 + (1 - r) s + r m p, and the same for refusals.

    Without rollouts l is the fading.
    """
    levels, implicit, gamma = 4, 0.2, 0.8
    forgetting, fading = 0.1, 0.03
    alpha, beta = [1.0] * levels, [1.0] * levels
    raw_s, raw_f = [0.0] * levels, [0.0] * levels
    beyond, information, steps = None, None, []
    # Per step: (level, accepted of 8, staleness); none in between.
    script = [
        [(0, 6, 0), (1, 3, 0)], [(1, 4, 1), (1, 2, 0), (2, 0, 1)], [], [], [(2, 1, 0)],
        [(0, 8, 2), (1, 7, 0), (2, 4, 0), (3, 1, 0)], [], [(3, 2, 3), (3, 5, 0)],
    ]
    for seen in script:
        lost = forgetting if seen else fading
        s, f = [0.0] * levels, [0.0] * levels
        for level, accepted, staleness in seen:
            s[level] += gamma ** staleness * accepted
            f[level] += gamma ** staleness * (8 - accepted)
        if seen and beyond is None:
            beyond, information = 0.0, 0.0
        elif seen:
            beyond, information = 0.95 * beyond, 0.95 * information
            for level in range(levels):
                p = alpha[level] / (alpha[level] + beta[level])
                n = s[level] + f[level]
                beyond += s[level] - n * p
                information += n * p * (1 - p)
        raw_s = [(1 - lost) * before + now for before, now in zip(raw_s, s)]
        raw_f = [(1 - lost) * before + now for before, now in zip(raw_f, f)]
        link = fit(raw_s, raw_f)
        for level in range(levels):
            m, p = s[level] + f[level], success(link, level)
            alpha[level] = ((1 - lost) * alpha[level] + lost
                            + (1 - implicit) * s[level] + implicit * m * p)
            beta[level] = ((1 - lost) * beta[level] + lost
                           + (1 - implicit) * f[level] + implicit * m * (1 - p))
        steps.append({"seen": seen, "alpha": list(alpha), "beta": list(beta),
                      "progress": {"beyond": beyond, "information": information}})
    return {"forgetting": forgetting, "fading": fading, "implicit": implicit, "gamma": gamma, "steps": steps}


def progress():
    """E[max(0, d)] of the posterior, by integrating its density on a grid."""
    cases = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.3), (3.5, 12.0, 0.1), (-9.0, 30.0, 0.2), (40.0, 60.0, 0.05)]
    rows = []
    for beyond, information, common in cases:
        # Prior N(common, 1/4); beyond ~ N(d * information, information).
        def density(d):
            prior = math.exp(-4 * (d - common) ** 2 / 2)
            return prior * math.exp(-(beyond - d * information) ** 2 / (2 * information)) if information else prior
        norm = quad(density, -6, 6, limit=500, epsabs=1e-14)[0]
        mean = quad(lambda d: d * density(d), 0, 6, limit=500, epsabs=1e-14)[0]
        rows.append({"beyond": beyond, "information": information, "common": common, "expected": mean / norm})
    return rows


def integrals():
    """P(max p < 1/G), P(p at the top > 1 - 1/G) and max E[p(1 - p)], by integrating densities."""
    def below(x, a, b):
        return quad(lambda p: beta_distribution.pdf(p, a, b), 0, x, limit=500, epsabs=1e-12)[0]

    cases = [
        (8, [(1.0, 60.0), (1.2, 40.0)]),
        (8, [(1.1, 30.0), (1.0, 12.0), (1.0, 3.0)]),
        (4, [(40.0, 1.5), (70.0, 1.2)]),
        (16, [(200.0, 1.3)]),
        (2, [(3.0, 2.0), (2.5, 6.0)]),
    ]
    return [{
        "samples": g,
        "levels": levels,
        "hopeless": math.prod(below(1 / g, a, b) for a, b in levels),
        "mastered": 1 - below(1 - 1 / g, *levels[-1]),
        "learnability": max(quad(lambda p: p * (1 - p) * beta_distribution.pdf(p, a, b), 0, 1, limit=500)[0]
                            for a, b in levels),
    } for g, levels in cases]


def deciles():
    return [{"alpha": a, "beta": b, "deciles": list(beta_distribution.ppf(np.arange(1, 10) / 10, a, b))}
            for a, b in [(1.0, 1.0), (0.3, 0.7), (5.5, 2.0), (40.0, 3.0), (0.5, 9.0)]]


print(json.dumps({"links": links(), "trace": trace(), "progress": progress(), "integrals": integrals(), "deciles": deciles()},
                 indent=1, default=float))
