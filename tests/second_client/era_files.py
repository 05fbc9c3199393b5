"""Where remittances lie: zips by file, zips by month, loose files with portal suffixes."""

import zipfile
from dataclasses import dataclass

from .era_text import readable
from .world import compact, month_of
from .x12 import PLAIN, STYLES, interchange


@dataclass
class EraFile:
    """One 835 with its text version; bytes are made late so that a defect can change them."""

    file_id: str
    remits: list
    raw: bytes
    text: bytes | None

    @property
    def day(self):
        """The day in the file's name."""
        return self.remits[0].day

    @property
    def name(self):
        """Name of the 835."""
        return f"{self.file_id}_ERA_835_5010_{compact(self.day)}.835"

    @property
    def text_name(self):
        """Name of the text version."""
        return f"{self.file_id}_ERA_STATUS_5010_{compact(self.day)}.txt"


def make_files(remits, first_id, change=None):
    """Return one file per remittance, in order."""
    return [make_file([remit], first_id + 37 * place, change) for place, remit in enumerate(remits)]


def make_file(remits, number, change=None):
    """Return one file of remittances."""
    style = STYLES.get(remits[0].payer.key, PLAIN)
    raw = interchange(remits, number % 10**8, style)
    coded = raw.encode("utf-8" if style.before else "latin-1", "replace")
    return EraFile(f"{number:010d}", remits, coded, readable(remits, change).encode("cp1252", "replace"))


def write_zip(path, members):
    """Write (name, bytes) as a zip with fixed dates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members:
            bundle.writestr(zipfile.ZipInfo(name, (2026, 8, 30, 9, 0, 0)), data)


def members(file):
    """Return the members of a file's zip: the 835 and, where there is one, its text."""
    found = [(file.name, file.raw)]
    return [*found, (file.text_name, file.text)] if file.text is not None else found


def place_by_file(world, practice, files, folder="era"):
    """Write one zip per file, as the portal gives them."""
    for file in files:
        name = f"{file.file_id}_ERA_STATUS_5010_{compact(file.day)}.zip"
        write_zip(world.path(practice.slug, folder, name), members(file))


def place_by_month(world, practice, files, folder="era"):
    """Write one zip per month, each file's own zip inside in a folder."""
    by_month = {}
    for file in files:
        by_month.setdefault(month_of(file.day), []).append(file)
    for month, group in by_month.items():
        inside = [(f"EOBs {month}/{name}", data) for file in group for name, data in members(file)]
        write_zip(world.path(practice.slug, folder, f"ERA download {month}.zip"), inside)


def place_loose(world, practice, files, folder="era", suffix=""):
    """Write the 835 and text as loose files; the portal adds a suffix to some names."""
    for file in files:
        for name, data in members(file):
            stem, dot, end = name.rpartition(".")
            world.path(practice.slug, folder, f"{stem}{suffix}{dot}{end}").write_bytes(data)
