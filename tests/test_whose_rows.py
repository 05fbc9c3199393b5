"""Every row that a report counts is known to be the practice's: another's file in its folder changes no figure.

With CUTOVER_ALL_PAIRS=1 files of all kinds of all other practices of the sample are put into each practice at once, and
those of each into the next are moved; with CUTOVER_ALL_PAIRS=each also each pair and, moved, each kind is played alone;
without it one pair, the inventory and one other report, others with another CUTOVER_TURN.
"""

from __future__ import annotations

import os
import stat
from itertools import permutations
from pathlib import Path

import in_process
import pandas as pd
import pytest
import whose_rows_play as play
from cutover.reading.claims import claims
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.claims.par_reports import load_par_reports
from cutover.reading.era.archive import load_archive
from cutover.reading.patients.exports import read_demographics
from cutover.reading.payers.lists import load_payer_lists
from cutover.reading.practice import book
from cutover.reading.practice import known_marks as marks_module
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_marks import known_marks
from cutover.reading.practice.names_held import of_titles
from cutover.reading.practice.whose import NOBODY, OWN, SAME, SIBLING, UNKNOWN, Owners, by_identifiers, counts
from cutover.reporting import batch
from cutover.workstreams import whose_rows
from cutover.workstreams.nonpar import inputs as nonpar_inputs
from cutover.workstreams.nonpar import report as nonpar
from cutover_sample.generate import generate
from practice_folder import NPI, OTHER_NPI, OTHER_TIN, STRANGE_NPI, TIN, folder, practice_answers, zipped

ALL, EACH = bool(os.environ.get("CUTOVER_ALL_PAIRS")), os.environ.get("CUTOVER_ALL_PAIRS") == "each"
BOOK, RUN = "sample-billing", "sample-run"
PRACTICES = {
    RUN: ("aspen-court", "linden-row", "maple-end", "willow-bend"),
    BOOK: ("alder-creek", "birch-landing", "cedar-grove", "cobble-hill", "dunewood", "eastmere", "harbor-point",
           "juniper-hill"),
}  # fmt: skip
PAIRS = [(client, a, b) for client, slugs in PRACTICES.items() for a, b in permutations(slugs, 2)]
RING = [
    (client, a, b)
    for client, slugs in PRACTICES.items()
    for a, b in zip(slugs, (*slugs[1:], slugs[0]), strict=True)
]
EVERY = tuple(play.OF_FILES)
_SMALL = ("cedar-grove", "harbor-point", "juniper-hill")  # the practices of a book of three
_TURN = int(os.environ.get("CUTOVER_TURN", "0"))  # which pair and which reports an ordinary run plays
_SPREAD = [pair for pair in PAIRS if pair[0] == RUN or {*pair[1:]} <= {*_SMALL}]
SPREAD = [
    (RUN, "linden-row", "willow-bend", ("06", "09")),  # they share a Tax ID
    (*_SPREAD[_TURN % len(_SPREAD)], ("01", EVERY[1 + _TURN % 8])),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A small book, or for all pairs one with every practice."""
    made = tmp_path_factory.mktemp("whose")
    generate(made, practices=8 if ALL else 3, months=6, claims=40)
    return made


@pytest.fixture(scope="module")
def known() -> dict:
    """What the plays have read."""
    return {}


@pytest.fixture
def once(known):
    """Folders and files are read once in a play, and those that are as they were in another play not at all."""
    with play.read_once(known):
        yield


@pytest.fixture(scope="module")
def before(home):
    """What the reports of a practice say without a misplaced file, made once for each practice and report."""
    known: dict[tuple, object] = {}

    def asked(client: str, slug: str, name: str):
        if (client, slug, name) not in known:
            known[client, slug, name] = play.results(home, client, slug, (name,))[name]
        return known[client, slug, name]

    return asked


def put(home: Path, to: Path, client: str, a: str, *others: str, kinds=None, moved=False) -> list[tuple]:
    """Put files of other practices, one of each kind, into the folder of a in a copy of the home: kinds and paths."""
    raw = play.copied(home, to, client) / "data/raw" / client
    put_there = []
    for number, b in enumerate(others, 1):
        for kind, path, data in play.files_of(home / "data/raw" / client / b):
            if kinds is None or kind in kinds:
                target = raw / a / Path(path).with_name(f"misplaced {number} {Path(path).name}")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                put_there.append((kind, target.relative_to(raw / a).as_posix()))
                if moved and (raw / b / path).exists():
                    (raw / b / path).unlink()
    return put_there


def check(
    home: Path, there: Path, before, practices, placed: list[tuple], reports: tuple[str, ...] = EVERY
) -> None:
    """Figures unchanged, the findings there, nothing of the other practices in what others may see."""
    client, a, *others = practices
    wanted = {name for kind, _ in placed for name in play.READERS[kind]} & set(reports)
    found = play.results(there, client, a, tuple(sorted(wanted)))
    for name, result in found.items():
        untouched = before(client, a, name)
        told, old = play.said(name, result), play.said(name, untouched)
        changed = {part: (old.get(part), told[part]) for part in told if told[part] != old.get(part)}
        assert changed == {}, (name, placed, changed)
        for b in others:
            strange = play.named(home, client, b, play.owner_text(result))
            assert strange - play.named(home, client, b, play.owner_text(untouched)) == set(), (name, placed)
    for kind, path in placed:
        for name in {play.SAYS[kind], *({"01"} & set(play.READERS[kind]))} & set(found):
            assert path in play.found_in(found[name]), (kind, path, name)


@pytest.mark.skipif(ALL, reason="all pairs are played instead")
@pytest.mark.parametrize(("client", "a", "b", "reports"), SPREAD)
def test_files_of_another_practice_change_nothing_and_are_told(
    home, before, once, tmp_path, client, a, b, reports
):
    placed = put(home, tmp_path, client, a, b)
    assert len(placed) >= 5
    check(home, tmp_path, before, (client, a, b), placed, reports)


# a moved file is held by nobody else: only what other files know of its rows tells
@pytest.mark.skipif(ALL, reason="all pairs are played instead")
def test_a_file_that_was_moved_and_not_copied_is_told_too(home, before, once, tmp_path):
    pair = (RUN, "aspen-court", "linden-row")
    placed = put(home, tmp_path, *pair, kinds=("claims", "postings", "bank"), moved=True)
    assert len(placed) == 3
    check(home, tmp_path, before, pair, placed, ("01", "09"))


@pytest.mark.skipif(not ALL, reason="takes long: set CUTOVER_ALL_PAIRS=1")
@pytest.mark.parametrize(("client", "a"), [(client, a) for client, slugs in PRACTICES.items() for a in slugs])
def test_all_kinds_of_files_of_all_other_practices_at_once_change_nothing_and_are_told(
    home, before, once, tmp_path, client, a
):
    others = [slug for slug in PRACTICES[client] if slug != a]
    placed = put(home, tmp_path, client, a, *others)
    assert len(placed) >= 5 * len(others)
    check(home, tmp_path, before, (client, a, *others), placed)


@pytest.mark.skipif(not ALL, reason="takes long: set CUTOVER_ALL_PAIRS=1")
@pytest.mark.parametrize(("client", "a", "b"), RING)
def test_all_kinds_of_files_that_were_moved_into_the_next_practice_change_nothing_and_are_told(
    home, before, once, tmp_path, client, a, b
):
    check(home, tmp_path, before, (client, a, b), put(home, tmp_path, client, a, b, moved=True))


@pytest.mark.skipif(not EACH, reason="takes very long: set CUTOVER_ALL_PAIRS=each")
@pytest.mark.parametrize(("client", "a", "b"), PAIRS)
def test_all_kinds_of_files_of_any_practice_in_any_other_change_nothing_and_are_told(
    home, before, once, tmp_path, client, a, b
):
    check(home, tmp_path, before, (client, a, b), put(home, tmp_path, client, a, b))


@pytest.mark.skipif(not EACH, reason="takes very long: set CUTOVER_ALL_PAIRS=each")
@pytest.mark.parametrize("kind", play.READERS)
@pytest.mark.parametrize(("client", "a", "b"), RING)
def test_a_file_of_one_kind_that_was_moved_changes_nothing_and_is_told(
    home, before, once, tmp_path, client, a, b, kind
):
    placed = put(home, tmp_path, client, a, b, kinds=(kind,), moved=True)
    check(home, tmp_path, before, (client, a, b), placed)


# nothing but what stands in its rows tells of a receipt whose it is, and of a workbook the claims that it names
@pytest.mark.skipif(ALL, reason="all pairs are played instead")
def test_receipts_and_workbooks_of_another_practice_change_neither_handoff_nor_readiness(
    home, before, once, tmp_path
):
    pair = (RUN, "aspen-court", "maple-end")
    placed = put(home, tmp_path, *pair, kinds=("medi_patients", "medi_submissions", "handoff"))
    assert len(placed) == 3
    check(home, tmp_path, before, pair, placed, ("07", "08"))


# -- whose a row is by its identifiers -----------------------------------------------------------------------------

MINE, THEIRS, SHARED_NPI, SHARED_TIN = NPI, OTHER_NPI, "1700000007", "990000137"


def told(tin, *npis) -> str:
    """Whose a row of that Tax ID and these NPIs is, the billing one first."""
    own = book.Practice("c", "a", "A", frozenset({MINE, SHARED_NPI}), frozenset({TIN, SHARED_TIN}), Path())
    other = book.Practice(
        "c", "b", "B", frozenset({THEIRS, SHARED_NPI}), frozenset({OTHER_TIN, SHARED_TIN}), Path()
    )
    columns = [pd.Series([npi], dtype="str") for npi in npis]
    return by_identifiers(pd.Series([tin], dtype="str"), columns, Owners(own, (other,)))["whose"].iloc[0]


@pytest.mark.parametrize(
    ("tin", "npis", "whose"),
    [
        (TIN, (MINE,), OWN),
        (
            TIN,
            (None, STRANGE_NPI),
            OWN,
        ),  # a provider whom nobody wrote into the intake, billed under the own Tax ID
        (TIN, (None, THEIRS), OWN),  # a locum: rendered by the other's provider, billed here
        (TIN, (THEIRS,), UNKNOWN),  # the Tax ID of one and the billing NPI of the other
        (OTHER_TIN, (None, MINE), SIBLING),  # the own provider works there too
        (OTHER_TIN, (THEIRS,), SIBLING),
        (SHARED_TIN, (MINE,), OWN),  # a Tax ID of both: told apart by NPI
        (SHARED_TIN, (THEIRS,), SIBLING),
        (SHARED_TIN, (MINE, THEIRS), OWN),  # the billing NPI decides
        (SHARED_TIN, (THEIRS, MINE), SIBLING),
        (SHARED_TIN, (None, MINE, THEIRS), UNKNOWN),
        (SHARED_TIN, (SHARED_NPI,), UNKNOWN),
        (SHARED_TIN, (None,), UNKNOWN),
        (SHARED_TIN, (STRANGE_NPI,), UNKNOWN),
        (None, (MINE,), OWN),
        (None, (MINE, SHARED_NPI), OWN),
        (None, (SHARED_NPI,), UNKNOWN),  # one person in two practices, and nothing else
        (None, (THEIRS, SHARED_NPI), SIBLING),
        (None, (STRANGE_NPI,), NOBODY),
        ("555555555", (STRANGE_NPI,), NOBODY),
        ("555555555", (None,), NOBODY),
        ("555555555", (MINE,), OWN),  # one that fits is enough
        ("555555555", (THEIRS,), SIBLING),
        (None, (None,), UNKNOWN),
    ],
)
def test_the_tax_id_decides_and_where_it_is_shared_the_npi(tin, npis, whose):
    assert told(tin, *npis) == whose


def test_rows_that_contradict_themselves_do_not_count_and_rows_that_say_nothing_do():
    rows = pd.DataFrame(
        {"whose": [OWN, SIBLING, NOBODY, UNKNOWN, UNKNOWN], "why": [None, "x", "x", "y", None]}
    )
    rows.loc[3, "why"] = "its Tax ID is of one practice and its NPIs are of two or of another"
    assert counts(rows).tolist() == [True, False, False, False, True]


LEGAL = "Marlow Medical Partners LLC"
NAMED = {"legal_names": frozenset({LEGAL})}
GROUP = NAMED | {"providers": frozenset({LEGAL, "Ida Moss MD"})}  # written down as a group that bills


@pytest.mark.parametrize(
    ("title", "own", "other", "other_tin", "whose"),
    [
        (f"Account: {LEGAL}", NAMED, GROUP, TIN, None),  # of both
        (f"Account: {LEGAL}", NAMED, GROUP, OTHER_TIN, None),
        (f"Account: {LEGAL}", {}, GROUP, TIN, None),  # one Tax ID has one legal name
        (f"Account: {LEGAL}", {}, GROUP, OTHER_TIN, SIBLING),
        (f"Account: {LEGAL}", NAMED, {}, OTHER_TIN, OWN),
        (f"Account: {LEGAL}, Elm Street Clinic", NAMED, GROUP, TIN, SIBLING),  # the other name decides
        (f"Account: {LEGAL}, Cedar Grove", NAMED, GROUP, TIN, OWN),
        (f"Account: {LEGAL}, Dr. Ida Moss", NAMED, GROUP, TIN, SIBLING),
        ("Elm Street Clinic", {"legal_names": frozenset({"Elm Street Clinic"})}, {}, TIN, None),
        ("Account: Someone Else LLC", NAMED, GROUP, TIN, None),
    ],
)
def test_a_legal_name_that_several_practices_have_decides_nothing(title, own, other, other_tin, whose):
    mine = book.Practice("c", "a", "Cedar Grove", frozenset(), frozenset({TIN}), Path(), **own)
    theirs = book.Practice(
        "c", "b", "Elm Street Clinic", frozenset(), frozenset({other_tin}), Path(), **other
    )
    assert of_titles([title], Owners(mine, (theirs,))) == whose


# -- small books of two practices ----------------------------------------------------------------------------------

HEADER = (
    "Claim Number,Patient Account,Patient Name,Service Date,Submission Date,Payer,Tax ID,NPI,Total Charge,Amount Paid,"
    "Claim Status\n"
)


def history(*rows: tuple[str, str]) -> str:
    """A claim history of $100.00 a row, each with a Tax ID and an NPI."""
    lines = [f'C{n:07},P{n:07},"Doe, Ann",06/0{n}/2026,06/0{n}/2026,AETNA,{tin},{npi},100.00,0.00,Open\n'
             for n, (tin, npi) in enumerate(rows, 1)]  # fmt: skip
    return HEADER + "".join(lines)


def two(home: Path, files: dict, other_files: dict | None = None, **other) -> book.Practice:
    """A practice with these files beside a sibling."""
    folder(home, files, practice_answers())
    said = {"name": "Elm Street Clinic", "tin": OTHER_TIN, "npi": OTHER_NPI} | other
    folder(home, other_files or {}, practice_answers(**said), slug="elm-street")
    return book.load_practice(home, "acme", "cedar-grove")


def read(practice: book.Practice) -> claims.Claims:
    return claims.load_claims(practice, load_archive(practice))


def test_a_history_of_two_practices_is_parted_row_by_row_and_each_row_is_accounted_for(tmp_path):
    rows = [(TIN, NPI), (TIN, NPI), (OTHER_TIN, OTHER_NPI), ("", STRANGE_NPI)]
    found = read(two(tmp_path, {"claims/history.csv": history(*rows)}))
    assert len(found.history) == 2
    aside = found.set_aside[found.set_aside["table"] == "history"]
    assert len(found.history) + len(aside) == 4  # rows in = rows used + rows set aside
    said = found.not_own.set_index("whose")[["rows", "amount_cents"]].to_dict("index")
    assert said == {SIBLING: {"rows": 1, "amount_cents": 10_000}, NOBODY: {"rows": 1, "amount_cents": 10_000}}


def test_a_shared_tax_id_without_an_npi_counts_and_is_said(tmp_path):
    found = read(two(tmp_path, {"claims/history.csv": history((TIN, ""), (TIN, ""))}, tin=TIN))
    assert len(found.history) == 2
    assert found.not_own[["whose", "rows", "counts"]].values.tolist() == [[UNKNOWN, 2, True]]


def test_a_title_names_the_practice_where_no_column_does(tmp_path):
    bare = "Last Name,First Name,DOB,Address,Zip\nDoe,Ann,01/02/1980,1 Main St,07030\n"
    bare += "Roe,Bo,03/04/1990,2 Main St,07030\n"
    export = "Elm Street Clinic,,,,\nPatient list,,,,\n,,,,\n" + bare
    practice = two(tmp_path, {"demographics/a.csv": bare, "demographics/b.csv": export})
    found = read_demographics(practice)
    assert len(found.rows) == 2 and set(found.rows["source_file"]) == {"demographics/a.csv"}
    theirs = found.not_own[found.not_own["whose"] == SIBLING]
    assert theirs[["source_file", "rows"]].values.tolist() == [["demographics/b.csv", 2]]


def test_patients_whom_the_other_practice_knows_are_the_other_practices(tmp_path):
    people = [("Doe", "Ann", "01/02/1980"), ("Roe", "Bo", "03/04/1990"), ("Poe", "Cy", "05/06/1970")]
    rows = "".join(f"{last},{first},{born},1 Main St,07030\n" for last, first, born in people)
    export = "Last Name,First Name,DOB,Address,Zip\n" + rows
    known = "Elm Street Clinic,,,,,\n,,,,,\nLast Name,First Name,DOB,Address,Zip,City\n" + rows.replace(
        "07030", "07030,Town"
    )
    practice = two(tmp_path, {"demographics/list.csv": export}, {"demographics/patients.csv": known})
    found = read_demographics(practice)
    assert found.rows.empty and found.not_own["rows"].sum() == 3 and not found.is_there


def test_the_same_file_in_two_folders_that_nothing_tells_apart_counts_in_neither(tmp_path):
    export = "Last Name,First Name,DOB,Address,Zip\nDoe,Ann,01/02/1980,1 Main St,07030\n"
    practice = two(tmp_path, {"demographics/list.csv": export}, {"demographics/list.csv": export})
    for one in (practice, book.load_practice(tmp_path, "acme", "elm-street")):
        found = read_demographics(one)
        assert found.rows.empty and found.not_own["whose"].tolist() == [UNKNOWN]


def test_of_a_file_of_both_practices_the_people_whom_this_one_alone_knows_stay(tmp_path):
    head = "Last Name,First Name,DOB,Address,Zip\n"
    ours = "Doe,Ann,01/02/1980,1 Main St,07030\nRoe,Bo,03/04/1990,2 Main St,07030\n"
    theirs = "".join(f"{n},Cy,05/06/1970,3 Main St,07030\n" for n in ("Zed", "Yam", "Xue"))
    files = {"demographics/both.csv": head + ours + theirs, "demographics/old.csv": head + ours}
    found = read_demographics(two(tmp_path, files, {"demographics/list.csv": head + theirs}))
    both = found.rows[found.rows["source_file"] == "demographics/both.csv"]
    assert both["last_name"].tolist() == ["Doe", "Roe"]
    assert found.not_own.query("whose == 'sibling'")["rows"].tolist() == [3]


def test_two_misplaced_copies_do_not_vouch_for_each_other(tmp_path):
    rows = "".join(
        f"{last},Ann,01/02/198{n},{n} Main St,07030\n" for n, last in enumerate(("Doe", "Roe", "Poe"))
    )
    export = "Last Name,First Name,DOB,Address,Zip\n" + rows
    files = {"demographics/list.csv": export, "medi_patients/list.csv": export.replace("Address", "Street")}
    practice = two(
        tmp_path, files, files
    )  # the client's other practice holds the same, and nothing tells whose they are
    for folder_ in ("demographics", "medi_patients"):
        found = read_demographics(practice, folder=folder_)
        assert found.rows.empty and found.not_own["why"].tolist() == [SAME]


def test_of_marks_only_those_of_a_new_file_are_made_when_one_is_added(tmp_path, monkeypatch):
    export = "Last Name,First Name,DOB,Address,Zip\nDoe,Ann,01/02/1980,1 Main St,07030\n"
    practice = two(tmp_path, {"demographics/list.csv": export})
    known_marks(practice)
    (practice.raw / "demographics/more.csv").write_text(export.replace("Doe", "Roe"))
    made, original = [], marks_module._of_file
    monkeypatch.setattr(
        marks_module,
        "_of_file",
        lambda entry, *rest: made.append(entry.source_file) or original(entry, *rest),
    )
    assert (len(known_marks(practice).marks), made) == (4, ["demographics/more.csv"])
    (practice.raw / "demographics/list.csv").unlink()
    assert len(known_marks(practice).marks) == 2
    kept = list((practice.processed / "marks/parts").iterdir())
    assert len(kept) == 2 + 2  # the two folders of remittances, the intake, the file that is left


def test_an_own_export_is_the_practices_although_a_copy_of_it_lies_with_the_other(tmp_path):
    export = (
        "Cedar Grove,,,,\n,,,,\nLast Name,First Name,DOB,Address,Zip\nDoe,Ann,01/02/1980,1 Main St,07030\n"
    )
    practice = two(tmp_path, {"demographics/list.csv": export}, {"demographics/list.csv": export})
    assert len(read_demographics(practice).rows) == 1
    assert read_demographics(book.load_practice(tmp_path, "acme", "elm-street")).rows.empty


def codes(not_own: pd.DataFrame) -> dict[str, tuple]:
    """The findings about rows of others: how many files, how much money."""
    return {f.code: (f.count, f.amount_cents) for f in whose_rows.findings(not_own)}


def test_a_report_counts_the_files_and_the_money_of_others_of_nobody_and_of_whom_it_cannot_tell(tmp_path):
    rows = [
        (TIN, ""),
        (OTHER_TIN, OTHER_NPI),
        (OTHER_TIN, OTHER_NPI),
        ("555555555", STRANGE_NPI),
        (TIN, OTHER_NPI),
    ]
    found = read(two(tmp_path, {"claims/history.csv": history(*rows)}))
    # two rows of $100.00 of the other practice, one of nobody; a provider of the other one may work under this Tax ID
    assert codes(found.not_own) == {
        "rows-of-another-practice": (1, 20_000),
        "rows-of-nobody": (1, 10_000),
    }
    shared = tmp_path / "shared"
    unclear = read(two(shared, {"claims/history.csv": history((TIN, ""), (TIN, ""))}, tin=TIN))
    assert codes(unclear.not_own) == {"rows-not-told-apart": (1, 20_000)}
    assert whose_rows.limits(unclear.not_own) == ()


def test_a_payer_list_that_cannot_be_read_is_a_finding_of_the_non_par_report(tmp_path):
    practice = two(tmp_path, {})
    (practice.raw.parent / "payer_list").mkdir()
    (practice.raw.parent / "payer_list" / "payers_2026-01-15.csv").write_text("nothing,of,use\n1,2,3\n")
    result = nonpar.assess(nonpar_inputs.load(practice, play.AS_OF))
    assert [f.count for f in result.findings if f.code == "nonpar-file-not-read"] == [1]


# -- what is kept ---------------------------------------------------------------------------------------------------


def test_what_is_kept_of_patients_is_hashed_readable_by_its_owner_alone_and_made_anew_when_a_file_changes(
    tmp_path,
):
    export = "Last Name,First Name,DOB,Address,Zip\nOkonkwo,Ann,01/02/1980,1 Main St,07030\n"
    practice = two(tmp_path, {"demographics/list.csv": export})
    first = known_marks(practice)
    assert len(first.marks) == 2  # the person with the birth date, and the name alone
    kept = [path for path in practice.processed.rglob("marks/**/*") if path.is_file()]
    assert len(kept) > 3
    Judge(book.load_practice(tmp_path, "acme", "elm-street")).owners  # noqa: B018  the sibling's identity is kept
    kept += [*practice.processed.rglob("identity.json")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert not any(b"konkwo" in path.read_bytes().lower() for path in kept)
    (practice.raw / "demographics/list.csv").write_text(export + "Roe,Bo,03/04/1990,2 Main St,07030\n")
    assert len(known_marks(practice).marks) == 4


def test_a_damaged_kept_file_is_made_anew(tmp_path):
    practice = two(tmp_path, {"demographics/list.csv": "Last Name,First Name,DOB\nDoe,Ann,01/02/1980\n"})
    whole = len(known_marks(practice).marks)
    for path in practice.processed.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:40])
    assert len(known_marks(practice).marks) == whole
    assert book.remembered(tmp_path, "acme", "elm-street").name == "Elm Street Clinic"


def test_legal_names_are_the_other_names_and_the_groups_also_where_they_are_kept(tmp_path):
    answers = practice_answers(other_names=LEGAL)
    answers["providers"].append({"name": "Cedar Group", "npi": OTHER_NPI, "npi_type": "group"})
    folder(tmp_path, {}, answers)
    first = book.remembered(tmp_path, "acme", "cedar-grove")
    assert first.legal_names == {LEGAL, "Cedar Group"}
    assert book.remembered(tmp_path, "acme", "cedar-grove") == first


def test_an_identity_follows_its_intake(tmp_path):
    two(tmp_path, {})
    assert book.remembered(tmp_path, "acme", "elm-street").tins == {OTHER_TIN}
    folder(tmp_path, {}, practice_answers("Elm Street Clinic", "555555555", OTHER_NPI), slug="elm-street")
    assert book.remembered(tmp_path, "acme", "elm-street").tins == {"555555555"}


# -- one way into every folder --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["demographics", "invoices", "reports"])
def test_a_link_out_of_the_practice_is_refused_and_said(tmp_path, name):
    outside = tmp_path / "elsewhere.csv"
    outside.write_text("Last Name,First Name,DOB\nDoe,Ann,01/02/1980\n")
    practice = two(tmp_path, {})
    (practice.raw / name).mkdir()
    (practice.raw / name / "nonpar.csv").symlink_to(outside)
    assert refused(practice, name) == [f"{name}/nonpar.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
@pytest.mark.parametrize("name", ["demographics", "invoices", "reports"])
def test_a_folder_without_permission_is_said(tmp_path, name):
    practice = two(tmp_path, {f"{name}/nonpar.csv": "a,b\n1,2\n"})
    (practice.raw / name).chmod(0)
    try:
        assert refused(practice, name) == [name]
    finally:
        (practice.raw / name).chmod(0o755)


def refused(practice: book.Practice, name: str) -> list[str]:
    """The files of a folder of which a report says that they cannot be read."""
    if name == "demographics":
        return [path for path, _ in read_demographics(practice).unreadable]
    read_folder = load_invoices if name == "invoices" else load_par_reports
    return read_folder(practice).problems["source_file"].tolist()


def test_a_payer_list_behind_a_link_out_of_the_client_is_refused_and_said(tmp_path):
    outside = tmp_path / "payers_2026-01-15.csv"
    outside.write_text("Payer Name,Payer ID,NON PAR\nAETNA,60054,No\n")
    (tmp_path / "client" / "payer_list").mkdir(parents=True)
    (tmp_path / "client" / "payer_list" / outside.name).symlink_to(outside)
    found = load_payer_lists(tmp_path / "client" / "payer_list")
    assert found.frame.empty and found.problems["source_file"].tolist() == [f"payer_list/{outside.name}"]


def test_the_files_of_a_zip_among_the_exports_are_read(tmp_path):
    export = b"Last Name,First Name,DOB,Address,Zip\nDoe,Ann,01/02/1980,1 Main St,07030\n"
    practice = two(tmp_path, {"demographics/all.zip": zipped({"a.csv": export})})
    assert read_demographics(practice).rows["source_file"].tolist() == ["demographics/all.zip!a.csv"]


# -- a report as a whole --------------------------------------------------------------------------------------------


def test_nothing_of_the_other_practice_stands_in_the_files_of_a_report(home, tmp_path, monkeypatch):
    client, a, b = BOOK, "cedar-grove", "juniper-hill"
    put(home, tmp_path, client, a, b, kinds=("demographics",))
    assert in_process.made(tmp_path, [(client, a)], batch.chosen(["02"]), play.AS_OF, monkeypatch) == {}
    folder_ = tmp_path / "reports" / client / a
    shown = "\n".join(p.read_text("utf-8") for p in folder_.iterdir() if p.suffix in (".html", ".json"))
    imported = tmp_path / "data/processed" / client / a / "demographics"
    shown += "\n".join(p.read_text("utf-8") for p in imported.glob("*.csv"))
    assert "holds rows of another practice" in shown
    assert play.named(home, client, b, shown) == set()
