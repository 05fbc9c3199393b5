"""Writes the sample's client of known contracts: a folder of its own below `data/raw`, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from cutover_sample import rates_cast, rates_files, rates_key, rates_play
from cutover_sample.parallel_client import put
from cutover_sample.parallel_key import entries


def write_rates(home: Path, seed: int = 2026) -> dict[str, bytes]:
    """Write the client below `home` and return its files; the same bytes for the same seed.

    Raises UsageError where a folder of that name was not written here.
    """
    claims = rates_play.play(seed)
    found = {f"{rates_cast.SLUG}/{path}": data for path, data in rates_files.files(claims)}
    cases = list(rates_key.cases(claims))
    key = {"as_of": rates_cast.AS_OF.isoformat(), "seed": seed, "defects": entries(cases), "cases": cases,
           "rates": rates_key.rates(claims)}  # fmt: skip
    found |= rates_files.client_files()
    found["answer_key.json"] = (json.dumps(key, indent=1) + "\n").encode()
    found["client.toml"] = f'name = "{rates_cast.CLIENT_NAME}"\n'.encode()
    put(home, rates_cast.CLIENT, found)
    return found
