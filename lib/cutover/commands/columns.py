"""`cutover columns`: which column of a table is used as what and why; and the confirmation of it, without any code."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import json
import sys
from dataclasses import replace
from pathlib import Path

from cutover.errors import UsageError
from cutover.reading.claims import states as claim_states
from cutover.reading.files import passwords
from cutover.reading.files.header import normal
from cutover.reading.mapping import kinds, value_shapes
from cutover.reading.mapping.choosing import chosen, field_rows, store
from cutover.reading.mapping.confirmed import FOLDER
from cutover.reading.mapping.kinds import FileTables
from cutover.reading.mapping.suggest import Crosswalk, apply
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.payers import enrollment_words
from cutover.reading.practice import usable_rows
from cutover.reading.practice.book import project_home
from cutover.reading.practice.known_columns import knowledge_in
from cutover.wording import printable, several


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cutover columns`."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a table of a client, a zip, or a folder of them"
    )
    parser.add_argument("--kind", choices=kinds.NAMES, help="what the table is; else its folder says it")
    parser.add_argument("--client", help="whose confirmed columns count; else the path says it")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--values", action="store_true", help="show values as they are, not masked")
    parser.add_argument(
        "--accept", action="store_true", help="confirm the proposal, with the changes of --set"
    )
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=COLUMN", dest="changes",
                        help="use this column for a field (an empty one: none); may be repeated")  # fmt: skip
    parser.add_argument("--sheet", metavar="NAME",
                        help="change and confirm this sheet of a workbook alone")  # fmt: skip
    parser.add_argument(
        "--without", action="store_true", help="confirm although a required field has no column"
    )
    parser.add_argument(
        "--password", action="store_true", help="ask for the password of a protected workbook"
    )


def run(args: argparse.Namespace) -> int:
    """Show every table, and store what is confirmed; 1 where a file cannot be used as it is."""
    if args.password:
        passwords.remember(getpass.getpass("Password of the workbook: "))
    changes = dict(_change(text) for text in args.changes)
    read = [found for name in args.files for found in _read(Path(name), args)]
    if args.sheet is not None:
        _check_sheet(args.sheet, [file for _, file in read])
    if changes or args.accept:  # who accepts is shown what holds from then on
        read = [(folder, _changed(file, changes, args.sheet)) for folder, file in read]
    ready = _ready(read, args.without, args.sheet) if args.accept else []
    files = [file for _, file in read]
    _show(files, args)
    if args.accept:
        return _accept(ready, files)
    return 1 if any(file.problem or not file.is_used or _is_useless(file) for file in files) else 0


def _is_useless(file: FileTables) -> bool:
    """Whether its tables have rows, and not one of them can be used."""
    counted = [usable_rows.of_table(file, table) for table in file.tables]
    return any(one.rows for one in counted) and all(one.is_useless for one in counted if one.rows)


def _change(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign:
        raise UsageError(f"--set {text!r}: write FIELD=COLUMN, such as --set 'deposit_date=column 1'.")
    return field.strip(), column.strip()


def _read(path: Path, args: argparse.Namespace) -> list[tuple[Path | None, FileTables]]:
    """The files at a path, each with the folder of its client's confirmed crosswalks."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder. Check the path.")
    path = path.resolve()
    kind = kinds.named(args.kind) if args.kind else kinds.kind_of_path(path / "x" if path.is_dir() else path)
    if kind is None:
        known = ", ".join(kinds.NAMES)
        raise UsageError(f"{path.name}: its folder does not say what it is. Give --kind, one of {known}.")
    folder = _folder(path, args.client)
    places = path.parts if path.is_dir() else path.parts[:-1]
    last = max((n for n, name in enumerate(places) if name == kind.folder), default=len(places))
    below = "/".join(places[last:])
    knowledge = replace(knowledge_in(path, None), confirmed=folder)
    found = [file for one in (kind, *kinds.strays(kind)) for file in kinds.tables_in(path, one, knowledge)]
    return [(folder, replace(file, below=below, path=path)) for file in found]


def _folder(path: Path, client: str | None) -> Path | None:
    """Where the client's confirmed crosswalks lie; None where neither the path nor the command says whose it is."""
    raw = project_home() / "data" / "raw"
    if client is None and path.is_relative_to(raw) and path != raw:
        client = path.relative_to(raw).parts[0]
    return None if client is None else project_home() / "data" / FOLDER / client


def _is_meant(table: MappedTable, sheet: str | None) -> bool:
    """Whether a table is of the sheet that was named; without a name every table is."""
    return sheet is None or (table.sheet.name or "").strip().casefold() == sheet.strip().casefold()


def _check_sheet(sheet: str, files: list[FileTables]) -> None:
    """Refuse the name of a sheet that none of the files has."""
    tables = [table for file in files for table in file.tables]
    if not any(_is_meant(table, sheet) for table in tables):
        raise UsageError(f"no sheet {sheet!r}. {_sheets_of(tables)}")


def _sheets_of(tables: list[MappedTable]) -> str:
    """The sheets with their columns in words, such as `Sheet 'Kids' has: 'Acct', 'Last'.`."""
    return " ".join(
        f"{f'Sheet {table.sheet.name!r}' if table.sheet.name else 'The table'} has: "
        f"{', '.join(repr(column) for column in table.sheet.columns)}."
        for table in tables
    )


def _changed(file: FileTables, changes: dict[str, str], sheet: str | None) -> FileTables:
    """The file with the changes laid over its tables, each over those that have the column."""
    meant = [table for table in file.tables if _is_meant(table, sheet)]
    for column in changes.values():
        if column and meant and not any(_has(table, column) for table in meant):
            where = "this sheet" if sheet else "any sheet" if len(meant) > 1 else "this table"
            raise UsageError(
                f"{file.source_file}: no column {column!r} in {where}. {_sheets_of(list(file.tables))}"
            )
    tables = tuple(
        replace(table, crosswalk=chosen(table, _of_table(table, changes)))
        if _is_meant(table, sheet)
        else table
        for table in file.tables
    )
    return replace(file, tables=tables)


def _has(table: MappedTable, column: str) -> bool:
    return any(normal(column) == normal(own) or column == own for own in table.sheet.columns)


def _of_table(table: MappedTable, changes: dict[str, str]) -> dict[str, str]:
    """The changes that are a table's own: of columns that it has, and of fields that are to have none."""
    return {field: column for field, column in changes.items() if not column or _has(table, column)}


def _ready(
    read: list[tuple[Path | None, FileTables]], without: bool, sheet: str | None
) -> list[tuple[Path, FileTables, Crosswalk]]:
    """Every table's choice as it will be stored, all or none: what is refused is said before anything is written."""
    ready = []
    for folder, file in read:
        for table in file.tables:
            is_remark = file.kind.is_joined and not table.crosswalk.used
            if not _is_meant(table, sheet) or is_remark or table.is_left_out:
                continue  # a sheet of remarks beside the patients is left alone, and one not to be used
            if folder is None:
                raise UsageError(f"{file.source_file}: whose it is is not known. Give --client.")
            missing = file.missing(MappedTable(file.tables[0].sheet, table.crosswalk))
            if missing and not without:
                lacking = ", ".join(missing)
                todo = "Give it with --set, or confirm --without it."
                raise UsageError(
                    f"{file.source_file}: no column for {lacking}, which every such table needs. {todo}"
                )
            ready.append((folder, file, table.crosswalk))
    return ready


def _accept(ready: list[tuple[Path, FileTables, Crosswalk]], files: list[FileTables]) -> int:
    """Store every table's choice; 1 where a file cannot be opened."""
    for folder, file, crosswalk in ready:
        stored = store(folder, crosswalk, dt.date.today())  # noqa: DTZ011  the day at the desk
        print(f"confirmed: {file.source_file}: {stored.path.relative_to(project_home())}")
    return 1 if any(file.problem for file in files) else 0


def _show(files: list[FileTables], args: argparse.Namespace) -> None:
    if args.format == "json":
        json.dump(
            [_as_json(file, not args.values) for file in files], sys.stdout, indent=2, ensure_ascii=False
        )
        print()
        return
    for file in files:
        _print(file, not args.values)


def _print(file: FileTables, masked: bool) -> None:
    head = f"{file.source_file} ({file.kind.name})"
    if file.problem:
        print(f"{head}: not read: {file.problem}")
    for table in file.tables:
        sheet = f", sheet {table.sheet.name}" if table.sheet.name else ""
        print(f"{head}{sheet}, {len(table.sheet.frame):,} rows: {_state(file, table)}")
        for remark in table.remarks:
            print(f"  {remark}.")
        rows = field_rows(table, masked)
        rows = rows[rows["column"].notna() | rows["required"]]
        _columns(
            [["", "field", "column", "state", "score", "values" if not masked else "values, masked"]]
            + [
                [
                    "*" if row.required else "",
                    row.key,
                    _text(row.column),
                    row.state,
                    f"{row.score:.2f}",
                    row.samples,
                ]
                for row in rows.itertuples()
            ]
        )
        for row in table.crosswalk.unmapped.itertuples():
            print(f"  not used: {_text(row.source_column)}: {row.why}")
        _print_words(claim_states.not_understood(table), masked)
        _words(file, table, masked)
        print()


def _state(file: FileTables, table: MappedTable) -> str:
    """What becomes of a table: not read, in doubt, or read; and of its rows, where not all can be used as they are."""
    if subject := file.kind.other(table):
        return f"{subject}, none of {file.kind.name}"
    if lacking := file.lacking(table):
        return f"not read: {lacking}"
    rows = usable_rows.of_table(file, table)
    read = table.doubts or ("no row of it can be used" if rows.is_useless else "read")
    is_less = rows.is_odd or rows.blank or rows.without
    return f"{read}; {replace(rows, unused=()).words}" if is_less else read


def _print_words(words: dict[str, int], masked: bool) -> None:
    """The statuses of a claim history that stand for no state, with what to do; the words where values are shown."""
    if not words:
        return
    number = f"{several(len(words), 'status word')} of {several(sum(words.values()), 'claim')}"
    print(
        f"  not understood: {number}{' (--values names them)' if masked else ''}. Write what each means into"
    )
    print(f"  the confirmed columns, below [values.{claim_states.STATUS}]: docs/columns.md tells how.")
    for word, count in () if masked else words.items():
        print(f"    {printable(word)!r}: {several(count, 'claim')}")


def _words(file: FileTables, table: MappedTable, masked: bool) -> None:
    """Name the cells of a tracker of enrollments whose words are not known: their rows will not be used."""
    if file.kind.name != "enrollments" or file.lacking(table):
        return
    for row, name, text in enrollment_words.not_understood(apply(table.sheet, table.crosswalk)):
        said = value_shapes.masked(text) if masked else text[:40]
        print(f"  row {row:,} will not be used: its {name} is not known: {printable(said)}")


def _columns(cells: list[list[str]]) -> None:
    cells = [[printable(text) for text in row] for row in cells]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        print("  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _as_json(file: FileTables, masked: bool) -> dict:
    tables = [
        {
            "sheet": table.sheet.name, "rows": len(table.sheet.frame), "is_used": table.is_used,
            "rows_used": (rows := usable_rows.of_table(file, table)).used, "set_aside": rows.aside,
            "lacks": rows.lacks | rows.blank, "values_not_read": rows.unread,
            "lacking": table.lacking, "signature": table.crosswalk.signature,
            "fields": json.loads(field_rows(table, masked).to_json(orient="records")),
            "not_used": json.loads(table.crosswalk.unmapped.to_json(orient="records")),
        }
        for table in file.tables
    ]  # fmt: skip
    return {
        "file": file.source_file,
        "kind": file.kind.name,
        "problem": file.problem or None,
        "tables": tables,
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else "(no column)"
