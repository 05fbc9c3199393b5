"""Writes the sample's client of known denials: a folder of its own below `data/raw`, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from cutover_sample import scrub_cast, scrub_files, scrub_key, scrub_play
from cutover_sample.parallel_client import put
from cutover_sample.parallel_key import entries


def write_scrub(home: Path, seed: int = 2026) -> dict[str, bytes]:
    """Write the client below `home` and return its files; the same bytes for the same seed.

    Raises UsageError where a folder of that name was not written here.
    """
    claims = scrub_play.play(seed)
    found = {f"{scrub_cast.SLUG}/{path}": data for path, data in scrub_files.files(claims)}
    cases = list(scrub_key.cases(claims))
    key = {"as_of": scrub_cast.AS_OF.isoformat(), "seed": seed, "defects": entries(cases), "cases": cases,
           "rules": scrub_key.rules(claims), "apart": scrub_key.apart(claims)}  # fmt: skip
    found["answer_key.json"] = (json.dumps(key, indent=1) + "\n").encode()
    found["client.toml"] = f'name = "{scrub_cast.CLIENT_NAME}"\n'.encode()
    put(home, scrub_cast.CLIENT, found)
    return found
