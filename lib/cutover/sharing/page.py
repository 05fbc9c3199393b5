"""The file that an owner opens: one page that asks for the passphrase, and holds the sealed reports."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cutover.reporting.markup import style
from cutover.sharing.passphrases import Rules

TEMPLATES = Path(__file__).parent / "template"
BEGINS, ENDS = '<script type="application/octet-stream" id="sealed">', "</script>"


def written(envelope: str, rules: Rules) -> str:
    """Return the page around an envelope; before it is opened it names nobody and nothing.

    Its script is part of it, and its policy lets no other one run and nothing load.
    """
    script = _script().replace("MOST_ITERATIONS", str(rules.most_iterations))
    values = {
        "style": style(),
        "own": _own(),
        "script": script,
        "digest": _digest(script),
        "envelope": envelope,
    }
    return _environment().get_template("locked.html.j2").render(values)


def envelope_of(html: str) -> str:
    """Return the envelope in such a page, of a page that was cut what is there."""
    return html.partition(BEGINS)[2].partition(ENDS)[0]


@cache
def _script() -> str:
    return (TEMPLATES / "share.js").read_text("utf-8")


@cache
def _own() -> str:
    return (TEMPLATES / "share.css").read_text("utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    # no value comes from outside: they are this project's files and base64
    return Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True)
