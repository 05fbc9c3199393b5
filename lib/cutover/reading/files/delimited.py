"""CSV, TSV and their kin as a grid of text: every line is accounted for."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cutover.errors import RefusedError
from cutover.reading.files import cells, fixed_width
from cutover.reading.files.encoding import decode
from cutover.reading.files.sheet import Caps, Grid, Note

DELIMITERS = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SAMPLE = 16_384
# a quotation mark that swallows lines is read again line by line, at most so often in one file
REREADS = 1_000
_FIRST, _FIRST_SIZE = (
    50,
    1 << 20,
)  # lines and signs by which the width of a table is judged before it is parsed


@dataclass(frozen=True)
class Records:
    """The records of a text, the line each begins on (from 1), and what could not be one."""

    fields: list[list[str]]
    lines: list[int]
    aside: list[tuple[int, str, str]]


def read_delimited(data: bytes, source_file: str, caps: Caps) -> tuple[Grid, str]:
    """Return the table of a delimited text as a grid, and the encoding that it was read in.

    A row of the grid is a record; its number is the line on which it begins. Raises RefusedError where
    it holds more cells than the caps allow.
    """
    decoded = decode(data, source_file)
    text = decoded.text.rstrip("\x1a\0")
    notes = [_encoding_note(decoded.encoding, decoded.certain)]
    lines = io.StringIO(text.replace("\0", ""), newline="").readlines()
    delimiter, stated = _stated_delimiter(lines)
    aside = [(1, "separator line", lines[0].strip())] if stated else []
    lines_read = lines[1:] if stated else lines
    if delimiter is None:
        delimiter = _delimiter(lines_read)
        if records := _printed(lines_read, delimiter):
            return _checked(
                records, source_file, caps, [*notes, *_line_notes(text, records)]
            ), decoded.encoding
    notes.append(Note("delimiter", f"Fields are separated by {NAMES.get(delimiter, repr(delimiter))}."))
    _check_width(lines_read, delimiter, source_file, caps)
    records = _records(lines_read, delimiter, 1 + len(aside))
    notes += _line_notes(text, records)
    return _checked(records, source_file, caps, notes, aside), decoded.encoding


def _checked(records: Records, source_file: str, caps: Caps, notes: list[Note], aside: Sequence = ()) -> Grid:
    if sum(map(len, records.fields)) > caps.cells:
        raise RefusedError(source_file, f"more than {caps.cells:,} cells", "Split the export into periods.")
    return _grid(records, list(aside), notes)


def _printed(lines: list[str], delimiter: str) -> Records | None:
    """The records of a report that was printed into a text file, None where the text is none."""
    sample = [row for row in csv.reader(_sample(lines), delimiter=delimiter) if row]
    columns = fixed_width.columns_of(lines, _usual_width(sample)) if sample else None
    if columns is None:
        return None
    kept = [
        (n, line)
        for n, line in enumerate(lines, 1)
        if line.strip(" \f\r\n") and not fixed_width.is_rule(line)
    ]
    ruled = [
        (n, fixed_width.RULED, line.strip()) for n, line in enumerate(lines, 1) if fixed_width.is_rule(line)
    ]
    return Records([fixed_width.cells(line, columns) for _, line in kept], [n for n, _ in kept], ruled)


def _check_width(lines: list[str], delimiter: str, source_file: str, caps: Caps) -> None:
    """Raise RefusedError where the first lines are wider than any table; what they cannot tell is judged later."""
    with contextlib.suppress(csv.Error):  # a field of more signs than csv takes
        for row in csv.reader(_sample(lines[:_FIRST], size=_FIRST_SIZE), delimiter=delimiter):
            caps.check_width(sum(map(bool, row)), source_file)


def _encoding_note(encoding: str, certain: bool) -> Note:
    doubt = "" if certain else " Look at a name with an accent to be sure."
    return Note("encoding", f"Read as {encoding}.{doubt}")


def _stated_delimiter(lines: list[str]) -> tuple[str | None, bool]:
    """The delimiter of a first line such as `sep=;`, which Excel writes and obeys."""
    found = re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE) if lines else None
    return (found[1], True) if found else (None, False)


def _delimiter(lines: list[str]) -> str:
    """The delimiter that csv.Sniffer names, unless another one cuts the sample into steadier rows."""
    sample = _sample(lines)
    try:
        sniffed = csv.Sniffer().sniff("".join(sample), delimiters=DELIMITERS).delimiter
    except csv.Error:
        sniffed = ","
    steadiness = {d: _steadiness(sample, d) for d in DELIMITERS}
    best = max(DELIMITERS, key=steadiness.__getitem__)
    return sniffed if steadiness[sniffed] >= steadiness[best] else best


def _sample(lines: list[str], size: int = SAMPLE) -> list[str]:
    taken, held = [], 0
    for line in lines:
        taken.append(line[: size - held])
        held += len(line)
        if held >= size:
            break
    return taken[:-1] if len(taken) > 2 and held >= size else taken


def _steadiness(sample: list[str], delimiter: str) -> float:
    """Share of the sample's filled rows that have its commonest number of fields, 0 where that is one."""
    widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0
    return max(several.values()) / widths.total() + 0.001 * min(max(several), 100)


def _records(lines: list[str], delimiter: str, first_line: int) -> Records:
    """Parse all lines; a record that runs over lines and has the wrong width is read again line by line.

    A quotation mark that is opened and not closed swallows what follows, up to the next one: its first
    line is set aside and the others are read for themselves.
    """
    limit = csv.field_size_limit(2**31 - 1)
    try:
        fields, starts, ends = _parse(lines, delimiter)
        usual = _usual_width(fields)
        aside: list[tuple[int, str, str]] = []
        if len(lines) > len(fields):
            fields, starts, aside = _reread(lines, fields, starts, ends, delimiter, usual)
    finally:
        csv.field_size_limit(limit)
    numbers = [start + first_line for start in starts]
    return Records(fields, numbers, [(line + first_line, reason, text) for line, reason, text in aside])


def _parse(lines: list[str], delimiter: str) -> tuple[list[list[str]], list[int], list[int]]:
    reader = csv.reader(lines, delimiter=delimiter)
    fields, ends = [], []
    for record in reader:
        fields.append(record)
        ends.append(reader.line_num)
    return fields, [0, *ends[:-1]] if ends else [], ends


def _usual_width(fields: list[list[str]]) -> int:
    widths = Counter(map(len, fields))
    several = [width for width in widths if width > 1]
    return max(several, key=lambda width: (widths[width], width)) if several else 1


def _reread(lines, fields, starts, ends, delimiter, usual):
    kept, kept_starts, aside, budget = [], [], [], REREADS
    stack = [(list(zip(fields, starts, ends, strict=True))[::-1])]
    while stack:
        if not stack[-1]:
            stack.pop()
            continue
        record, start, end = stack[-1].pop()
        if not _is_swallowed(record, lines, start, end, usual, delimiter):
            kept.append(record)
            kept_starts.append(start)
            continue
        budget -= 1
        if budget < 0:
            reason = "quotation mark that is not closed; the lines after it were not read"
            aside.append((start, f"{reason} (lines {end - start})", "".join(lines[start:end]).strip()))
            continue
        aside.append((start, "quotation mark that is not closed on its line", lines[start].strip()))
        inner, inner_starts, inner_ends = _parse(lines[start + 1 : end], delimiter)
        offset = start + 1
        again = [(f, s + offset, e + offset) for f, s, e in zip(inner, inner_starts, inner_ends, strict=True)]
        stack.append(again[::-1])
    return kept, kept_starts, aside


def _is_swallowed(record, lines, start, end, usual, delimiter) -> bool:
    if end - start < 2:
        return end == len(lines) and len(record) != usual and _is_open(lines[start:end], delimiter)
    return len(record) != usual or (end == len(lines) and _is_open(lines[start:end], delimiter))


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Whether a record ends inside quotation marks."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _line_notes(text: str, records: Records) -> list[Note]:
    notes = []
    returns = text.count("\r")
    if returns and "\n" not in text:
        notes.append(Note("cr-line-ends", "Lines end in CR alone, as old Mac systems write them."))
    if "\0" in text:
        notes.append(Note("nul", "NUL characters were taken out.", count=text.count("\0")))
    quoted = [n for n, record in zip(records.lines, records.fields, strict=True) if _runs_on(record)]
    if quoted:
        message = "Cells that hold a line break; row numbers are the lines on which rows begin."
        notes.append(Note("quoted-newlines", message, count=len(quoted), rows=tuple(quoted[:10])))
    return notes


def _runs_on(record: list[str]) -> bool:
    return any("\n" in field or "\r" in field for field in record)


def _grid(records: Records, aside: list[tuple[int, str, str]], notes: list[Note]) -> Grid:
    fields, lines = records.fields, records.lines
    usual = _usual_width(fields) if fields else 0
    lengths = np.fromiter(map(len, fields), dtype="int64", count=len(fields))
    aside = aside + records.aside
    if (lengths != usual).any():
        width = 2 * usual + 10  # far wider than the table: damage, and it would widen every row
        far = [i for i in np.flatnonzero(lengths > width) if any(f.strip() for f in fields[i][width:])]
        reason = "{} fields where the table has {}"
        aside += [(lines[i], reason.format(len(fields[i]), usual), " | ".join(fields[i])) for i in far]
        gone = set(far)
        fields = [f for i, f in enumerate(fields) if i not in gone]
        lines = [n for i, n in enumerate(lines) if i not in gone]
        lengths = np.delete(lengths, far)
        width = min(width, int(lengths.max(initial=0)))
        fields = [f if len(f) == width else (f + [""] * (width - len(f)))[:width] for f in fields]
    seen: Counter[str] = Counter()
    columns = [cells.cleaned(pa.array(c, pa.large_string()), seen) for c in zip(*fields, strict=True)]
    return Grid("", columns, np.array(lines, dtype="int64"), lengths, tuple(aside), (*notes, *blanks(seen)))


def blanks(seen: Counter[str]) -> list[Note]:
    """Return the notes about characters that were taken out or made spaces."""
    messages = {
        "invisible": "Invisible characters (zero-width, soft hyphen, NUL) were taken out.",
        "odd blank": "Non-breaking spaces were made plain spaces.",
        "guard": "Texts behind a guard against spreadsheet programs were taken without it.",
    }
    return [Note(kind.replace(" ", "-"), messages[kind], count=count) for kind, count in seen.items()]
