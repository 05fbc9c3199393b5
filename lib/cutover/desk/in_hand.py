"""What is in hand of a practice, what to ask for, and files handed in by a click."""

from __future__ import annotations

import ipywidgets as widgets

from cutover import private
from cutover.desk.parts import WIDE, Whom, clicked, message, piece
from cutover.errors import CutoverError
from cutover.reading.practice import preflight
from cutover.reading.practice.file_names import base_name


class InHand(widgets.VBox):
    """The folders with what to ask for and what is there, and a way to put files into one of them.

    A file that is there already is never written over.
    """

    def __init__(self, told):
        self._told = told
        self.view = widgets.HTML()
        self.folder = widgets.Dropdown(
            description="Folder", style=WIDE, options=sorted(preflight.OF_PRACTICE)
        )
        self.folder.value = "era"
        self.files = widgets.FileUpload(multiple=True, description="Add files", layout={"width": "12rem"})
        self.message = message()
        self.files.observe(clicked(self.add, self.message), names="value")
        hands = widgets.HBox([self.folder, self.files, self.message], layout={"flex_flow": "row wrap"})
        super().__init__([self.view, hands])

    def follow(self, whom: Whom) -> None:
        """Show what is on disk of a practice now."""
        self.whom, self.message.value = whom, ""
        asked = preflight.to_ask(whom.home, whom.client, whom.practice)
        words = _words(whom)
        lacking = sum(not one.files for one in asked)
        said = f"{lacking} of {len(asked)} still to ask for" if lacking else "All of these are on file"
        self.view.value = piece(
            "desk_in_hand.html.j2", asked=sorted(asked, key=lambda one: bool(one.files)), lacking=said,
            where=f"data/raw/{whom.target}", **words,
        )  # fmt: skip

    def add(self) -> None:
        """Put the files that were handed in into the folder; say which are there already."""
        given = self.files.value
        if not given:
            return
        folder = private.folder(self.whom.raw / self.folder.value)
        there = [name for name, data in _named(given) if not _put(folder / name, data)]
        self.files.value = ()
        told = f"{len(given) - len(there)} of {len(given)} files put into {self.folder.value}/."
        left = f" There already, and left as they are: {', '.join(there)}." if there else ""
        self._told()
        self.message.value = told + left


def _named(given) -> list[tuple[str, bytes]]:
    return [(base_name(one["name"].replace("\\", "/")), bytes(one["content"])) for one in given]


def _put(path, data: bytes) -> bool:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        return False
    private.file(path)
    return True


def _words(whom: Whom) -> dict[str, list[str]]:
    """What `cutover check` says, by its weight; folders that are empty stand in the list above already."""
    try:
        said = [
            *preflight.of_practice(whom.home, whom.client, whom.practice),
            *preflight.of_client(whom.home, whom.client),
        ]
    except CutoverError as error:
        return {"stops": [str(error)], "odd": [], "lacks": []}
    found: dict[str, list[str]] = {"stops": [], "odd": [], "lacks": []}
    for word in said:
        if (
            word.found != preflight.EMPTY and word.weight in found
        ):  # rows of tables that are well are no thing to do
            found[word.weight].append(f"{word.where}: {word.found}. {word.todo}".rstrip(" .") + ".")
    return found
