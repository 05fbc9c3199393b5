"""How likely a difference is chance, and how many of those that pass are, over all that were tried."""

from __future__ import annotations

import numpy as np
from scipy.stats import hypergeom


def exact(denied: np.ndarray, lines: np.ndarray, all_denied: np.ndarray, all_lines: np.ndarray) -> np.ndarray:
    """Return for each rule the chance of so many denials or more among its lines (Fisher's exact test, one-sided).

    `lines` are drawn from `all_lines`, of which `all_denied` are denied for the reason; counts, rules in, chances out.
    """
    return hypergeom.sf(denied - 1, all_lines, all_denied, lines)


def discovery_rates(chances: np.ndarray, tried: int) -> np.ndarray:
    """Return the false discovery rate at which each rule passes, by Benjamini and Hochberg over all that were tried.

    `tried` is at least the number of chances: those that are not given count as 1, as of a rule without any denial
    (scipy.stats.false_discovery_control gives the same of the whole list, which may have millions of ones).
    """
    order = np.argsort(chances, kind="stable")
    rates = chances[order] * tried / np.arange(1, len(chances) + 1)
    falling = np.minimum.accumulate(rates[::-1])[::-1]
    found = np.empty(len(chances))
    found[order] = np.minimum(falling, 1)
    return found


def likelihood_ratio(denied, lines, all_denied, all_lines) -> np.ndarray:
    """Return how much better two rates, within a rule and outside of it, explain the denials than one (G)."""
    rest, rest_denied = all_lines - lines, all_denied - denied
    within = _log(denied, lines) + _log(rest_denied, rest)
    return 2 * (within - _log(np.asarray(all_denied), np.asarray(all_lines)))


def _log(denied, lines) -> np.ndarray:
    """Log likelihood of a share at its own rate."""
    denied, lines = np.asarray(denied, float), np.asarray(lines, float)
    paid = lines - denied
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(part > 0, part * np.log(part / lines), 0.0) for part in (denied, paid)]
    return parts[0] + parts[1]
