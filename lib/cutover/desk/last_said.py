"""What each notebook last said of a practice, with the link that opens it."""

from __future__ import annotations

from pathlib import Path

from cutover.desk.parts import Linked, Whom
from cutover.errors import CutoverError
from cutover.reporting import registry
from cutover.reporting.overview import index_entries


class LastSaid(Linked):
    """The verdict of each notebook's last report of a practice, those about its whole book too."""

    def follow(self, whom: Whom) -> None:
        """Show what is on disk of a practice now."""
        where = f"reports/{whom.target}"
        self.put("desk_verdicts.html.j2", entries=entries(whom), where=where)


def entries(whom: Whom) -> list[dict]:
    """Return one entry per notebook: what it last said, and the notebook to open."""
    found = []
    for stem, path in registry.notebooks().items():
        below = whom.home / "reports" / whom.client
        folder = below if registry.is_about_book(path) else below / whom.practice
        try:
            said = index_entries.entry_of(folder, stem)
        except (CutoverError, OSError) as error:
            said = index_entries.Entry(stem, stem, stem, failed=True, why=str(error))
        told = said.why and f"Why: {_below(folder)}/{said.why}"
        found.append(_shown(said) | _of_notebook(path) | {"told": told})
    return found


def _shown(said: index_entries.Entry) -> dict:
    """A report's last words, by the names that the template knows."""
    names = ("state", "word", "as_of", "verdict", "tally", "failed", "parted", "why")
    return {name: getattr(said, name) for name in names}


def _of_notebook(path: Path) -> dict[str, str]:
    return {"notebook": path.name, "number": path.stem[:2], "heading": registry.title_of(path)}


def _below(folder: Path) -> str:
    """A folder of reports, as it is named from the home."""
    return "/".join(folder.parts[folder.parts.index("reports") :])
