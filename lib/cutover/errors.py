"""The one tree of errors: each message says where, what was found and what to do."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable

from cutover.surroundings import RUN_FOLDER_VARIABLE


class CutoverError(Exception):
    """An error that a consultant can act on; shown as its message, without a traceback."""

    @property
    def _render_traceback_(self) -> Callable[[], list[str]]:
        """What IPython asks for what to show: at the desk the message alone; a batch wants to know the place too."""
        if RUN_FOLDER_VARIABLE in os.environ:
            raise AttributeError("_render_traceback_")
        return lambda: [str(self)]


class InputError(CutoverError):
    """A file of a client that cannot be used as it is.

    The message reads `<file>[, <position>]: <found>. <what to do>`, and carries no patient data.
    """

    def __init__(self, where: str, found: str, todo: str, position: str | None = None):
        self.where, self.found, self.todo, self.position = where, found, todo, position
        place = where if position is None else f"{where}, {position}"
        super().__init__(f"{place}: {found}. {todo}")


class RefusedError(InputError):
    """A file that is not opened because it breaks a cap or a safety rule."""


class ReferenceDataError(CutoverError):
    """Reference data that does not answer: a date outside its periods, or a missing source."""


class UsageError(CutoverError):
    """A command, parameter or path that does not name what it should."""


def meant(name: str, there: Iterable[str]) -> str:
    """Return what to do about a name that is not there: the one that it resembles, else a look at the spelling."""
    known, said = list(there), name.casefold()
    begun = [one for one in known if said and one.startswith(said)]
    found = begun if len(begun) == 1 else difflib.get_close_matches(said, known, n=1)
    return f"Did you mean {found[0]!r}?" if found else "Check the spelling."
