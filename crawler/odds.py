"""How unlikely a count is: the tails of two distributions, without any library."""

from __future__ import annotations

from math import exp, lgamma, log, log1p


def few(k: int, n: int, share: float) -> float:
    """The chance of at most `k` hits in `n` tries of which each hits with chance `share`."""
    if k >= n or share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    return min(1.0, sum(_binomial(i, n, share) for i in range(k + 1)))


def many(k: int, n: int, share: float) -> float:
    """The chance of at least `k` hits."""
    return few(n - k, n, 1 - share)


def scarce(k: int, mean: float) -> float:
    """The chance of at most `k` events where `mean` are expected (Poisson)."""
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(i * log(mean) - mean - lgamma(i + 1)) for i in range(k + 1)))


def _binomial(k: int, n: int, share: float) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(share) + (n - k) * log1p(-share))
