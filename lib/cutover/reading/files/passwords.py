"""The passwords of protected workbooks that this process knows: of the environment, or typed in; never on disk."""

from __future__ import annotations

import os

VARIABLE = "CUTOVER_PASSWORDS"  # one password a line
_TYPED: list[str] = []


def remember(password: str) -> None:
    """Keep a password until the process ends; whatever reads a protected workbook tries it."""
    if password and password not in _TYPED:
        _TYPED.append(password)


def known() -> tuple[str, ...]:
    """Return the passwords to try, those that were typed in first."""
    told = os.environ.get(VARIABLE, "").splitlines()
    return tuple(dict.fromkeys([*reversed(_TYPED), *(line for line in told if line)]))
