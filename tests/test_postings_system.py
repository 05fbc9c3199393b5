"""In which system a payment was posted, where neither a column nor the file's name says it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.postings.postings import (
    BY_ANOTHER,
    BY_DAY,
    BY_FILE,
    BY_INTAKE,
    Told,
    load_postings,
    typed,
)
from cutover.reading.postings.tables import MEDI, NOT_NAMED, OFFICE_ALLY, OWN, POSTINGS
from cutover.reading.practice.book import load_practice
from cutover.workstreams.parallel_run.inputs import load
from cutover.workstreams.parallel_run.report import assess
from era_frames import claim, day, payment
from parallel_frames import posting, run
from practice_folder import folder, practice_answers

HEADER = "Posted Date,Claim Number,Payer,Check Number,Payment Amount\n"
CUTOVER = dt.date(2026, 8, 3)


def practice(tmp_path, cutover=CUTOVER, **files: str):
    """A practice that moves on a day, with these files of postings."""
    said = practice_answers(**({"cutover_date": cutover} if cutover else {}))
    folder(tmp_path, {f"postings/{name}.csv": HEADER + text for name, text in files.items()}, said)
    return load_practice(tmp_path, "acme", "cedar-grove")


def row(day: str, claim="C1") -> str:
    return f"{day},{claim},AETNA,T1,10.00\n"


@pytest.mark.parametrize(
    ("day", "cutover", "system"),
    [
        ("08/02/2026", CUTOVER, OFFICE_ALLY),
        ("08/03/2026", CUTOVER, None),  # from the day itself on either system may be meant
        ("08/02/2026", None, None),
        ("", CUTOVER, None),
    ],
)
def test_before_the_cutover_there_is_no_other_system(tmp_path, day, cutover, system):
    found = load_postings(practice(tmp_path, cutover, register=row(day)))
    assert (
        found.set_aside.empty and len(found.rows) == 1
    )  # a system that is not known is no reason to leave it out
    assert found.rows["system"].dropna().tolist() == ([system] if system else [])
    assert found.rows["source_of_system"].dropna().tolist() == ([BY_DAY] if system else [])


def test_what_a_file_says_goes_first(tmp_path):
    found = load_postings(practice(tmp_path, medi=row("08/02/2026")))
    assert found.rows[["system", "source_of_system"]].values.tolist() == [[MEDI, BY_FILE]]


def test_one_posting_in_a_file_that_says_its_system_and_in_one_that_does_not_is_one(tmp_path):
    found = load_postings(
        practice(tmp_path, office_ally=row("07/01/2026") + row("07/02/2026"), register=row("07/01/2026"))
    )
    assert len(found.rows) == 2 and len(found.set_aside) == 1


def test_the_report_says_how_many_postings_were_placed_by_their_day(tmp_path):
    given = load(
        practice(tmp_path, register=row("07/01/2026") + row("07/02/2026", "C2")), dt.date(2026, 7, 31)
    )
    said = " ".join(assess(given).limits)
    assert "Of 2 postings, $20.00, no file says the system. They are taken as posted in Office Ally" in said


def read(path: str, told: Told, sheet: str | None = None, cell: str | None = None, day="08/05/2026"):
    """The system of one row of a list, and from what it is known."""
    names = {"system": cell, "posted_date": day, "claim_number": "C1", "account": None, "account_claim": None,
             "payer_name": "AETNA", "check_number": "T1", "paid": "10.00", "check_total": None, "adjusted": None,
             "kind": None,
             "source_file": path, "source_sheet": sheet, "source_row": 2}  # fmt: skip
    rows, reason = typed(pd.DataFrame([names]).astype("str"), path, told)
    assert reason.isna().all() and list(rows.columns) == [c.name for c in POSTINGS]
    return tuple(None if pd.isna(v) else v for v in rows.iloc[0][["system", "source_of_system"]])


PULSE = Told(CUTOVER, "PulseChart v7", "Practice Mate")
CLEARS = "clearinghouse-only"


@pytest.mark.parametrize(
    ("path", "sheet", "told", "known"),
    [
        ("postings/PulseChart July.xlsx", None, PULSE, (OWN, BY_FILE)),
        ("postings/pulsechart_july.csv", None, PULSE, (OWN, BY_FILE)),
        ("postings/July.xlsx", "PulseChart", PULSE, (OWN, BY_FILE)),
        ("postings/July.xlsx", "Medi", PULSE, (MEDI, BY_FILE)),  # a sheet is nearer than a path
        ("postings/pulse.csv", None, PULSE, (None, None)),  # another word
        ("postings/PulseChart.csv", None, Told(CUTOVER, "none"), (None, None)),
        # nothing names it: a practice without a ledger in Office Ally posts in its other system
        ("postings/July.csv", None, Told(CUTOVER, "PulseChart", CLEARS), (OWN, BY_INTAKE)),
        ("postings/July.csv", None, Told(CUTOVER, "none", CLEARS), (None, None)),
        ("postings/July.csv", None, Told(CUTOVER, "Practice Mate", CLEARS), (None, None)),
        ("postings/July.csv", None, PULSE, (None, None)),
        ("postings/medi/July.csv", None, Told(CUTOVER, "PulseChart", CLEARS), (MEDI, BY_FILE)),
    ],
)
def test_the_name_of_the_other_system_or_the_use_of_office_ally_tells_where_it_was_posted(
    path, sheet, told, known
):
    assert read(path, told, sheet) == known


def test_a_cell_goes_before_sheet_and_path():
    assert read("postings/Medi.xlsx", PULSE, "Medi", "PulseChart") == (OWN, BY_FILE)


# two claims of 100.00, served after the cutover (Medi's) and before it (Office Ally's)
NEW, OLD = "2026-07-01", "2026-06-01"


def posted(*done, served=NEW):
    """What becomes of a remittance of 100.00 with these postings, each (system, check, cents)."""
    rows = [claim("a", 0, patient_control_number="C1", paid_cents=10_000, statement_from=day(served))]
    given = run(
        medi={"payments": [payment("a", "2026-07-14", 10_000)], "claims": rows},
        postings=[posting(system, "C1", check, cents) for system, check, cents in done],
    )
    leg = given.legs["postings"]
    assert leg["remains"] == 0
    return given.items["class"].tolist(), given.items["again_cents"].tolist(), given


@pytest.mark.parametrize(
    ("done", "told", "again"),
    [
        ([(None, "Ta", 10_000)], "posted, system not known", 0),
        ([(OWN, "Ta", 10_000)], "posted in the practice's own system", 0),
        ([(None, "Ta", 10_000)] * 2, "posted twice", 10_000),
        ([(OWN, "Ta", 10_000)] * 2, "posted twice", 10_000),
        ([(OWN, "Ta", 10_000), (MEDI, "Ta", 10_000)], "posted in both systems", 10_000),
        ([(None, "Ta", 10_000), (MEDI, "Ta", 10_000)], "perhaps posted twice", 10_000),
        # a sure one beside an unsure one: 100.00 twice in Medi, once in a list without a name
        ([(None, "Ta", 10_000), (MEDI, "Ta", 10_000), (MEDI, "Ta", 10_000)], "posted twice", 20_000),
        ([(None, "Ta", 9_000)], "posted with another amount", 0),
        ([(OWN, "Tb", 10_000)], "posted under another check number", 0),
        (
            [(OWN, "Ta", 6_000), (MEDI, "Ta", 4_000)],
            "posted in the practice's own system",
            0,
        ),  # in parts, none in a wrong system
        ([(OFFICE_ALLY, "Ta", 10_000)], "posted in the other system", 0),
    ],
)
def test_a_posting_of_a_system_that_is_not_known_or_neither_takes_part_in_the_comparison(done, told, again):
    classes, surplus, _ = posted(*done)
    assert (classes, surplus) == ([told], [again])


def test_a_posting_in_a_list_without_a_name_is_undone_there():
    assert posted((None, "Ta", 10_000), (None, "Ta", -10_000), (OWN, "Ta", 10_000))[0] == [
        "posted in the practice's own system"
    ]


def test_the_ledger_beside_office_ally_tells_that_an_old_payment_is_not_posted():
    other = posting(OWN, "C9", "Tz", 500)
    rows = [claim("a", 0, patient_control_number="C1", paid_cents=10_000, statement_from=day(OLD))]
    medi = {"payments": [payment("a", "2026-07-14", 10_000)], "claims": rows}
    assert run(medi=medi, postings=[other]).items["class"].tolist() == ["not posted"]
    # a list of which nobody knows the system does not say that Office Ally's postings are at hand
    assert run(medi=medi, postings=[other | {"system": None}]).items["class"].tolist() == [
        "no postings on file"
    ]


def test_what_is_perhaps_posted_twice_is_a_finding_and_the_list_without_a_name_is_said():
    given = posted((None, "Ta", 10_000), (MEDI, "Ta", 10_000))[2]
    report = assess(given)
    told = {f.code: (f.count, f.amount_cents) for f in report.findings}
    assert told["run-perhaps-twice"] == (1, 10_000) and "run-twice" not in told
    assert "Of 1 posting, $100.00, no file says the system. It is compared all the same" in " ".join(
        report.limits
    )
    loose = assess(posted((None, "Tq", 700))[2])
    case = next(f for f in loose.findings if f.code == "run-no-remittance")
    assert NOT_NAMED in case.evidence.frame["what"].iloc[0]


@pytest.mark.parametrize("header", ["Source", "Software", "Posted To", "Which System"])
def test_a_column_of_where_a_payment_was_posted_is_its_system(tmp_path, header):
    rows = [
        f"{where},06/0{n}/2026,C{n},AETNA,T{n},1{n}.00"
        for n, where in enumerate(["Practice Mate", "Medi"], 1)
    ]
    text = "\n".join([f"{header},{HEADER.strip()}", *rows, ""])
    folder(tmp_path, {"postings/both.csv": text}, practice_answers())
    found = load_postings(load_practice(tmp_path, "acme", "cedar-grove"))
    assert found.rows["system"].tolist() == [OFFICE_ALLY, MEDI]


def feeds(**checks: str) -> dict:
    """Archives of both systems: each check of one claim of 10.00 of its own name, in the system that is given."""
    sides = {}
    for name in ("office_ally", "medi"):
        own = [check for check, side in checks.items() if side == name]
        rows = [claim(check, 0, patient_control_number=f"C{check}", paid_cents=1_000, statement_from=day(OLD))
                for check in own]  # fmt: skip
        sides[name] = {"payments": [payment(check, "2026-07-14", 1_000) for check in own], "claims": rows}
    return sides


def listed_in(checks: str, *, of: dict[str, str], **said):
    """The system of each posting of a list without a name: one row for each letter, whose check is T and the letter."""
    rows = [posting(None, f"C{check}", f"T{check}", 1_000, **said) for check in checks]
    given = run(**feeds(**of), postings=rows)
    assert given.legs["postings"]["remains"] == 0
    return given.placed["system"].fillna("").tolist(), given


OLD_ONES = {"a": "office_ally", "b": "office_ally", "c": "office_ally", "m": "medi", "n": "medi"}


@pytest.mark.parametrize(
    ("checks", "system"),
    [
        ("ab", OFFICE_ALLY),
        ("mn", MEDI),
        ("a", ""),  # one remittance is chance
        ("aaa", ""),  # three rows of one remittance are one
        ("abam", ""),  # 3 of 4 rows that meet a check: 75 %
        ("abcabcabcm", OFFICE_ALLY),  # 9 of 10: 90 %
        ("abcabcabm", ""),  # 8 of 9: 88.9 %
        ("abz", OFFICE_ALLY),  # a check that is not on file meets nothing and says nothing
        ("z", ""),
    ],
)
def test_a_list_without_a_name_is_of_the_system_through_which_its_checks_came(checks, system):
    assert listed_in(checks, of=OLD_ONES)[0] == [system] * len(checks)


def test_each_list_is_judged_alone_and_what_names_its_system_stays():
    rows = [posting(None, f"C{c}", f"T{c}", 1_000, source_sheet=s) for s, c in ("xa", "xb", "ym", "yn")]
    named = posting(MEDI, "Ca", "Ta", 1_000, source_sheet="x", source_of_system=BY_FILE)
    given = run(**feeds(**OLD_ONES), postings=[*rows, named])
    assert given.placed["system"].tolist() == [OFFICE_ALLY, OFFICE_ALLY, MEDI, MEDI, MEDI]


def test_a_list_of_another_ledger_stays_unknown():
    assert listed_in("ab", of=OLD_ONES, source_of_system=BY_ANOTHER)[0] == ["", ""]
    rows = [posting(None, f"C{check}", f"T{check}", 1_000) for check in "ab"]
    given = run(**feeds(**OLD_ONES), postings=rows, has_other_ledger=True)
    assert given.placed["system"].isna().all()


def test_a_check_that_came_through_both_systems_tells_no_system():
    rows = {"payments": [payment(c, "2026-07-14", 1_000, payment_key=c) for c in "ab"],
            "claims": [claim(c, 0, patient_control_number=f"C{c}", paid_cents=1_000) for c in "ab"]}  # fmt: skip
    given = run(office_ally=rows, medi=rows, postings=[posting(None, f"C{c}", f"T{c}", 1_000) for c in "ab"])
    assert given.placed["system"].isna().all()


def test_what_a_list_of_an_inferred_system_lacks_is_not_posted_and_the_page_says_how_it_is_known():
    classes = listed_in("ab", of=OLD_ONES)[1].items.groupby("patient_control_number")["class"].first()
    assert classes[["Ca", "Cb", "Cc"]].tolist() == ["posted", "posted", "not posted"]
    report = assess(listed_in("ab", of=OLD_ONES)[1])
    said = "Of 2 postings, $20.00, no file says the system. They are taken as posted in Office Ally: the checks of"
    assert said in " ".join(report.limits)
    again = run(**feeds(**OLD_ONES), postings=[posting(None, f"C{c}", f"T{c}", 1_000) for c in "ab"]
                + [posting(MEDI, "Ca", "Ta", 1_000, source_file="postings/medi.csv")])  # fmt: skip
    assert again.items["class"].tolist()[0] == "posted in both systems"


@pytest.mark.parametrize(
    ("path", "sheet", "cell", "known"),
    [
        ("postings/kareo july.csv", None, None, (None, BY_ANOTHER)),
        ("postings/July.xlsx", "Athena", None, (None, BY_ANOTHER)),
        (
            "postings/July.csv",
            None,
            "Lighthouse PMS",
            (None, BY_ANOTHER),
        ),  # its cell names a system, none of the two
        ("postings/July.csv", None, None, (None, None)),
    ],
)
def test_a_list_that_names_another_ledger_says_so(path, sheet, cell, known):
    assert read(path, Told(CUTOVER), sheet, cell) == known
