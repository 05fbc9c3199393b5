"""What a file name of Office Ally, a browser or an operating system says; never what the file holds."""

from __future__ import annotations

import datetime as dt
import re

# the patterns that public integrations with Office Ally use; FILEID has 9 digits until about 2022, then 10
_FILE_ID = re.compile(
    r"(?<!\d)(?P<era>\d{9,})_(?:ERA|EDI)_"
    r"|FS_HCFA_(?P<summary>\d{9,})_"
    r"|(?<!\d)(?P<status>\d{9,})_HCFA_277"
    r"|^(?P<receipt>\d{9,})_.*_999\b",
    re.IGNORECASE,
)
_NAME_DATE = re.compile(r"_(?:4010|5010|HCFA|277CA)_(\d{8})(?!\d)", re.IGNORECASE)
# other writings, between signs that are no digits; a name may write the month first, as people do
_DASHED = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"(?<!\d)(\d\d)[-_. ]?(\d\d)[-_. ]?(20\d\d)(?!\d)")
# a browser's ` (1)`, Windows' ` - Copy (2)`, macOS' ` copy 2`, a download manager's time to the millisecond
_COPY_SUFFIX = re.compile(
    r"(?:\s*\(\d{1,3}\)|\s+-\s+Copy(?:\s*\(\d{1,3}\))?|\s+copy(?:\s+\d{1,3})?"
    r"|[-_]\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}(?:-\d{1,6})?)(?=(?:\.[A-Za-z0-9]{1,5}){0,2}$)",
    re.IGNORECASE,
)
_OF_AN_ERA = re.compile(r"_ERA_|\.(?:835|era)(?:\.[a-z]{3})?$", re.IGNORECASE)
_COPY_PREFIX = re.compile(r"^Copy (?:\(\d{1,3}\) )?of ", re.IGNORECASE)
_CLUTTER = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized", "icon\r"})
_LONGEST = 255  # characters of a name that are shown, as many as the bytes of a name on disk


def file_id(name: str) -> str | None:
    """Return Office Ally's FILEID of a base name, as text, or None where the name has none."""
    found = _FILE_ID.search(name)
    return next((group for group in found.groups() if group), None) if found else None


def name_date(name: str) -> dt.date | None:
    """Return the date of a base name such as `..._ERA_835_5010_20240305.835`, or None.

    Other names may write it `2024-03-05`, `2024_03_05`, `20240305` or, the month first, `03-05-2024`.

    Whether Office Ally means the day of receipt or of payment is not documented.
    """
    plain = original_name(name)
    told = [*_NAME_DATE.findall(name), *("".join(parts) for parts in _DASHED.findall(plain))]
    told += [year + month + day for month, day, year in _MONTH_FIRST.findall(plain)]
    for digits in told:
        try:
            return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            continue
    return None


def remittance_of(source_file: str) -> str:
    """Return what two files of one remittance have in common: Office Ally's FILEID, else folder and bare name.

    The bare name is without case, extensions, and what a browser or a file manager added to tell copies apart.
    """
    name = original_name(base_name(source_file))
    if number := file_id(name):
        return number
    bare = re.sub(r"(?:\.[A-Za-z0-9]{1,5}){1,2}$", "", name).casefold()
    return f"{source_file[: len(source_file) - len(base_name(source_file))]}{bare}"


def original_name(name: str) -> str:
    """Return a base name without what a browser or a file manager added to tell copies apart."""
    stripped = _COPY_PREFIX.sub("", name)
    while (shorter := _COPY_SUFFIX.sub("", stripped)) != stripped:
        stripped = shorter
    return stripped


def names_an_era(name: str) -> bool:
    """Tell whether a base name is that of a remittance: Office Ally's pattern, or one that ends in 835 or era."""
    return bool(_OF_AN_ERA.search(original_name(name)))


def is_copy(source_file: str) -> bool:
    """Tell whether any part of a path, or the zip it stands in, bears the name of a copy."""
    return any(original_name(part) != part for part in re.split(r"[/!]", source_file))


def base_name(source_file: str) -> str:
    """Return the name of a file without its folders and zips."""
    return re.split(r"[/\\!]", source_file)[-1]


def stem(source_file: str) -> str:
    """Return the name of a file without its folders, zips and ending; "" where it has no ending."""
    return base_name(source_file).rpartition(".")[0]


def is_clutter(source_file: str) -> bool:
    """Tell whether an operating system, or a program that has a workbook open, put this file there and no person."""
    parts = re.split(r"[/\\!]", source_file)
    return "__MACOSX" in parts or parts[-1].lower() in _CLUTTER or parts[-1].startswith(("._", "~$"))


def shown(name: str) -> str:
    """Return a name as text that any table can hold: no control characters, no lone surrogates, not endless.

    What is replaced stays legible as an escape such as `\\x00`; a cut name keeps its beginning and its end.
    """
    text = name.encode("utf-8", "surrogatepass")
    legible = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode()
        for c in text.decode("utf-8", "backslashreplace")
    )
    if len(legible) <= _LONGEST:
        return legible
    return f"{legible[: _LONGEST - 41]}…{legible[-40:]}"
