"""Plain American English, held by a list: banned words and the most words of a sentence (plain_english.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_SAID = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
MOST = _SAID["most_words"]
BANNED = {pattern: instead for group in ("british", "local") for pattern, instead in _SAID[group].items()}


def sentences(text: str) -> list[str]:
    """The sentences of a text; one ends at a full stop, question or exclamation mark before a blank."""
    return [one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if one]


def banned(text: str) -> Iterator[str]:
    """What a text says that it should not, each with what to say instead."""
    for pattern, instead in BANNED.items():
        for found in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            yield f"{found[0]!r}: say {instead}"


def faults(text: str) -> list[str]:
    """The banned words of a text and its sentences of more than `MOST` words."""
    long = [one for one in sentences(text) if len(one.split()) > MOST]
    return [*banned(text), *(f"{len(one.split())} words: {one}" for one in long)]
