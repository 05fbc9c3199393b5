"""How long a client binds itself to Medi: the line `commitment` of its `client.toml`."""

from __future__ import annotations

from pathlib import Path

from cutover.errors import InputError
from cutover.reading.practice.book import read_settings
from cutover.reading.practice.wishes import FILE

COMMITMENTS = ("annual", "monthly")


def commitment_of(client: Path) -> str | None:
    """Return one of COMMITMENTS, given the folder of a client in `data/raw`; None where its file does not say.

    Raises InputError where the file says something else.
    """
    path, where = client / FILE, f"{client.name}/{FILE}"
    said = read_settings(path, where, "").get("commitment") if path.is_file() else None
    if said is None:
        return None
    text = str(said).strip().casefold()
    if text not in COMMITMENTS:
        raise InputError(
            where, f"commitment is {said!r}", 'Write commitment = "annual" or commitment = "monthly".'
        )
    return text
