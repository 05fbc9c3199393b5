"""Passphrases of shared files: made of words, or chosen and then judged; never stored."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from cutover import reference
from cutover.errors import UsageError

_APART = re.compile(r"[\s-]+")


@dataclass(frozen=True)
class Rules:
    """The figures of `data/reference/sharing.toml`: rounds of the key, words, strength, and padding in bytes."""

    iterations: int
    most_iterations: int
    words: int
    fewest_characters: int
    guesses_log10: float
    padding_bytes: int


def rules(on: dt.date) -> Rules:
    """Return the rules in force on a day; raises ReferenceDataError where none are."""
    return reference.load("sharing", Rules, on)


def made(words: int) -> str:
    """Return a new passphrase of so many random words, drawn by the system's own source of chance."""
    from xkcdpass import xkcd_password

    listed = xkcd_password.generate_wordlist(
        wordfile=xkcd_password.locate_wordfile("eff-long"), min_length=3, max_length=9
    )
    return xkcd_password.generate_xkcdpassword(listed, numwords=words, delimiter=" ")


def normalized(passphrase: str) -> str:
    """Return a passphrase as the key is made from it: small letters, one blank for blanks and hyphens.

    Raises UsageError for letters that not every keyboard has.
    """
    if not passphrase.isascii() or not passphrase.isprintable():
        raise UsageError(
            "a passphrase may hold plain letters, digits and signs alone, so that anybody can type it."
        )
    return _APART.sub(" ", passphrase).strip().lower()


def checked(passphrase: str, limits: Rules) -> str:
    """Return a passphrase that somebody chose, as it is.

    Raises UsageError where it is short, or where an attacker would guess it soon; the sentence never repeats it.
    """
    from zxcvbn import zxcvbn

    plain = normalized(passphrase)
    if len(plain) < limits.fewest_characters:
        raise UsageError(f"the passphrase is shorter than {limits.fewest_characters} characters. {_WAY_OUT}")
    if zxcvbn(plain[:72])["guesses_log10"] < limits.guesses_log10:
        raise UsageError(f"the passphrase is easy to guess. {_WAY_OUT}")
    return passphrase


_WAY_OUT = "Take a longer one, or leave it out: then one of six words is made."
