"""How a share is written: rounding never makes all of what is not all, nor none of what is some."""

from __future__ import annotations

_EXACT = 1e-12  # a sum of shares may miss 1 by this much and still be all of it


def percent(share: float, decimals: int = 1) -> str:
    """Return a share of 1 as a percentage with so many decimals: `12.3 %`, `under 0.1 %`, `over 99.9 %`.

    Only nothing is `0.0 %`, only all is `100.0 %`; a loss that rounds to nothing is `a loss under 0.1 %`.
    """
    step = 10**-decimals
    said = f"{100 * share:,.{decimals}f}"
    rounded = float(said.replace(",", ""))
    if share and not rounded:
        said = f"{'' if share > 0 else 'a loss '}under {step:.{decimals}f}"
    elif rounded == 100 and abs(share - 1) > _EXACT:
        said = f"over {100 - step * (share < 1):.{decimals}f}"
    return f"{said} %"


def of_hundred(chance: float) -> str:
    """Return a chance as so many of a hundred cases: `90 of 100 cases`, `under 1 of 100 cases`."""
    return f"{percent(chance, 0).removesuffix(' %')} of 100 cases"
