"""A page printed as PDF by the Chromium that is there: Letter, numbered, with bookmarks, tagged for screen readers."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from cutover import private
from cutover.errors import CutoverError, UsageError

BROWSER = "CUTOVER_BROWSER"  # names the program where it lies elsewhere
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
_SECONDS = 120  # for one page
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
)


def browser() -> str:
    """Return the program that prints; raises UsageError, with what to do, where there is none."""
    named = os.environ.get(BROWSER)
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise UsageError(
            f"no Chromium, Chrome or Edge was found to print PDFs with{f' as {named}' if named else ''}. "
            f"Install one, or name the program in {BROWSER}. The pages themselves were written."
        )
    return found


def printed(page: Path, program: str) -> Path:
    """Print a page beside itself and return the PDF: whole, or as it was before.

    Raises CutoverError where the browser fails or takes too long.
    """
    pdf = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="cutover-pdf-") as folder:
        part = Path(folder) / "page.pdf"
        # as root Chromium refuses its sandbox; the page is ours and holds no script
        alone = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        command = [
            program,
            *_FLAGS,
            *alone,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={part}",
            page.as_uri(),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        except (subprocess.SubprocessError, OSError):
            raise CutoverError(
                f"{page.name}: the browser did not print it. Open it and print it by hand."
            ) from None
        if not part.is_file():
            raise CutoverError(f"{page.name}: the browser printed nothing. Open it and print it by hand.")
        return private.replaced(pdf, part.read_bytes())
