"""Reports made from the desk: the same batch as `cutover report`, in a process of its own, that can be stopped."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import cast

import ipywidgets as widgets

from cutover.desk.parts import WIDE, Whom, clicked, message, sentence
from cutover.reporting import registry
from cutover.surroundings import HOME_VARIABLE

PRACTICE, BOOK = "this practice", "the whole book of its client"
_DONE = re.compile(r"(\d+)/(\d+) \[")  # as the batch's own bar tells it
_BAR = re.compile(r"^reports: .*$")


class RunDesk(widgets.VBox):
    """Which reports to make, a bar, and what became of them; `told` is called each time that one is done.

    `process` is the batch under way, None where none is. The kernel stays free meanwhile.
    """

    def __init__(self, told: Callable[[], None]):
        self._told = told
        self.process: subprocess.Popen[bytes] | None = None
        self.about = widgets.Dropdown(description="Reports on", options=[PRACTICE, BOOK], style=WIDE)
        self.which = widgets.SelectMultiple(
            description="Notebooks", rows=6, style=WIDE, layout={"width": "min(42rem, 98%)"}
        )
        self.start = widgets.Button(description="Make reports", button_style="primary")
        self.stop = widgets.Button(description="Stop", disabled=True)
        self.bar = widgets.IntProgress(min=0, max=1, description="Done", style=WIDE)
        self.bar.layout.visibility = "hidden"
        self.message, self.failures = message(), widgets.HTML()
        self.about.observe(lambda _: self._offer(), names="value")
        self.start.on_click(clicked(self.run, self.message))
        self.stop.on_click(lambda _: self.end())
        buttons = widgets.HBox(
            [self.start, self.stop, self.bar, self.message], layout={"flex_flow": "row wrap"}
        )
        super().__init__([self.about, self.which, buttons, self.failures])
        self._offer()

    def follow(self, whom: Whom) -> None:
        """Make the next reports for this practice."""
        self.whom = whom

    def _offer(self) -> None:
        """Offer the notebooks that can be run: one about the book needs the whole book."""
        there = registry.notebooks()
        self._offered = [
            stem
            for stem, path in there.items()
            if self.about.value == BOOK or not registry.is_about_book(path)
        ]
        self.which.options = [
            (f"{stem[:2]} {registry.title_of(there[stem])}", stem) for stem in self._offered
        ]
        self.which.value = tuple(self._offered)

    def command(self) -> list[str]:
        """Return the command that makes what is chosen."""
        target = self.whom.target if self.about.value == PRACTICE else self.whom.client
        chosen = [word for stem in self.which.value for word in ("--notebook", stem)]
        return [sys.executable, "-m", "cutover.cli", "report", target, "--as-of", str(self.whom.day), *chosen]

    def run(self) -> None:
        """Start the batch; nothing where no notebook is chosen or one batch is under way."""
        if self.process is not None or not self.which.value:
            self.message.value = "Choose a notebook." if not self.which.value else self.message.value
            return
        self.start.disabled, self.stop.disabled, self.failures.value = True, False, ""
        self.bar.value, self.bar.max, self.bar.bar_style = 0, 1, ""
        self.bar.layout.visibility = "visible"
        self.message.value = "Reading what is on disk. The first reports take longest."
        surroundings = os.environ | {HOME_VARIABLE: str(self.whom.home)}
        self.process = subprocess.Popen(
            self.command(), env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.watcher = threading.Thread(target=self._watch, args=(self.process,), daemon=True)
        self.watcher.start()

    def end(self) -> None:
        """Stop the batch: reports that are done stay, one that is under way is as it was."""
        if self.process is not None:
            self.message.value = "Stopping."
            self.process.terminate()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """Follow what the batch says until it ends."""
        lines = []
        with cast(io.BufferedReader, process.stdout) as stream:
            for text in _pieces(stream):
                if found := _DONE.search(text):
                    self._tell(int(found[1]), int(found[2]))
                elif text.strip() and not _BAR.match(text):
                    lines.append(text.rstrip())
        self._ended(process.wait(), lines)

    def _tell(self, done: int, of: int) -> None:
        is_one_more = done != self.bar.value and done > 0
        self.bar.max, self.bar.value = of, done
        self.message.value = f"{done} of {of} reports done."
        if is_one_more:
            self._told()

    def _ended(self, status: int, lines: list[str]) -> None:
        self.process = None
        self.start.disabled, self.stop.disabled = False, True
        self.bar.bar_style = "success" if status == 0 else "warning"
        ends = {0: "Done.", 130: "Stopped: what was done before is kept.", -15: "Stopped."}
        counted = next((line for line in reversed(lines) if " reports made" in line), "")
        self.message.value = f"{ends.get(status, 'Ended with failures.')} {counted}".strip()
        if status not in (0, 130, -15):
            self.failures.value = sentence(" ".join(_told_of(lines)))
        self._told()


def _told_of(lines: list[str]) -> Iterator[str]:
    """What a batch says of failures: its sentences, without the paths of pages."""
    yield from (line for line in lines if line.startswith(("failed: ", "cutover report: ", "check: ")))


def _pieces(stream: io.BufferedReader) -> Iterator[str]:
    """What a process says, piece by piece: its bar ends pieces with a return, its sentences with a new line."""
    left = b""
    while chunk := stream.read1(4096):
        *whole, left = re.split(rb"[\r\n]", left + chunk)
        yield from (piece.decode("utf-8", "replace") for piece in whole)
    yield left.decode("utf-8", "replace")
