"""Intake workbooks as they were read before, in `data/processed`: opening one takes longer than most questions do.

A reading is found by what the workbook's bytes are, never by its name or time, so that it cannot be that of another
one. It lies beside the practice's other readings, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cutover.reading.kept import opened, program, values
from cutover.reading.practice import private_file

Reading = TypeVar("Reading")


def of(path: Path, data: bytes, form: str, make: Callable[[], Reading]) -> Reading:
    """Return what `make` reads from a workbook's bytes, as it was kept where this program read the same bytes before.

    `path` is where the workbook lies, `form` names what it is read as. A workbook that lies in no client's folder is
    read each time.
    """
    folder = _processed(path)
    if folder is None:
        return make()
    where = folder / path.stem  # another reading of the workbook takes the place of this one
    asked = hashlib.sha256(
        f"{program.digest()} {form} {hashlib.sha256(data).hexdigest()}".encode()
    ).hexdigest()
    with opened.unheard():  # the workbook itself was opened, and that counts
        try:
            kept = values.Kept(where)
            if kept.about["asked"] == asked:
                return kept.value()  # type: ignore[return-value]  # what was kept under this name
        except values.DAMAGE:
            pass
        found = make()
        try:
            private_file.write(where, values.packed(found, {"asked": asked})[0])
        except (values.CannotBeKeptError, *values.DAMAGE):
            pass
    return found


def _processed(path: Path) -> Path | None:
    """The folder of what was read of whoever's workbook this is, None where it is nobody's in `data/raw`."""
    parts = path.parts
    for place in range(len(parts) - 2, 1, -1):
        if parts[place - 1 : place + 1] == ("data", "raw"):
            return Path(*parts[:place], "processed", *parts[place + 1 : -1], values.FOLDER)
    return None
