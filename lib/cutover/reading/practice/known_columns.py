"""What is known of a practice's columns besides themselves: what people confirmed, what 835 and 837 files name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from cutover.reading.claims.named_in_batches import named_in_batches
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.practice.book import Practice, practice_at

# role -> table of the archive, and the columns whose values together are one
_PLACES = {
    "payer": ("payments", (("payer_name",),)),
    "last_name": ("claims", (("patient_last_name",), ("insured_last_name",))),
    "first_name": ("claims", (("patient_first_name",), ("insured_first_name",))),
    "full_name": ("claims", (("patient_first_name", "patient_last_name"),)),
    "member_id": ("claims", (("patient_id",), ("insured_id",))),
    "claim_number": ("claims", (("patient_control_number",),)),
    "check_number": ("payments", (("trace_number",),)),
}


def knowledge_of(practice: Practice) -> Knowledge:
    """Return what tells the columns of a practice's files besides their headers and cells.

    Its remittances and batches are read only where a column is asked for by values.
    """
    return Knowledge(folder_of(practice.raw.parent), _Named(practice).values)


class _Named:
    """The values that a practice's remittances and batches name, read when they are asked for."""

    def __init__(self, practice: Practice):
        self._practice = practice

    @cached_property
    def _archive(self) -> Archive:
        return load_archive(self._practice)

    @cached_property
    def _batches(self) -> dict[str, set[str]]:
        return named_in_batches(self._practice)

    def values(self, role: str) -> Iterable[str]:
        """Return the values of a role, as they are written."""
        table, places = _PLACES.get(role, ("", ()))
        found = set(self._batches.get(role, ()))
        for columns in places:
            part = self._archive.part(table, list(columns)).astype("str").drop_duplicates().dropna()
            found.update(part[columns[0]] if len(columns) == 1 else part.agg(" ".join, axis=1))
        return found


def knowledge_in(folder: Path, client: Path | None) -> Knowledge:
    """Return what tells the columns of files in a folder: its practice's, else what people confirmed for the client."""
    if (practice := practice_at(folder)) is not None:
        return knowledge_of(practice)
    return Knowledge(None if client is None else folder_of(client))
