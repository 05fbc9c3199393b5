"""What is to be run: one notebook for one practice or one book."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cutover.audience import OWNER
from cutover.errors import CutoverError
from cutover.reporting import places


@dataclass(frozen=True)
class Job:
    """What is to be run: a notebook for a practice (None: for the whole book), as of a date, for an audience.

    `timeout` is the number of seconds that one cell may take, `options` are names and texts that somebody
    set for this run and the notebook takes.
    """

    home: Path
    client: str
    practice: str | None
    notebook: Path
    as_of: dt.date
    audience: str = "owner"
    timeout: int = 600
    options: tuple[tuple[str, str], ...] = ()

    @property
    def target(self) -> str:
        """Whom it is about, as it is named on the command line."""
        return self.client if self.practice is None else f"{self.client}/{self.practice}"

    @property
    def stem(self) -> str:
        """The name of the report's files without their endings."""
        return self.notebook.stem if self.audience == "owner" else f"{self.notebook.stem}.consultant"

    @property
    def folder(self) -> Path:
        """Where the pages of the practice lie, or those of the book."""
        return self.home / "reports" / self.target

    @property
    def desk(self) -> Path:
        """Where what never leaves lies."""
        return places.desk_of(self.folder)

    @property
    def page(self) -> Path:
        """Where its page lies: an owner's may leave, a consultant's stays at the desk."""
        return (self.folder if self.audience == OWNER else self.desk) / f"{self.stem}.html"

    @property
    def parameters(self) -> dict[str, str]:
        """The notebook's parameters, as text: papermill would turn the practice 000 into the number 0."""
        whom = {"client": self.client} | ({} if self.practice is None else {"practice": self.practice})
        return whom | {"as_of": self.as_of.isoformat(), "audience": self.audience} | dict(self.options)


class RunError(CutoverError):
    """A run that gave no report: `what` in a sentence, `where` in the notebook."""

    def __init__(self, what: str, where: str = ""):
        self.what, self.where = what, where
        super().__init__(f"{where}: {what}" if where else what)
