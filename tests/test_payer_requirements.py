"""What payers require: the consultant's word goes before Stedi's list, which goes before what is public."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from cutover.errors import ReferenceDataError
from cutover.intake import enrollment_workbook as enrollment_sheets
from cutover.intake.template import Typed, template
from cutover.reading.payers.families import Duration, around, load_families
from cutover.reading.payers.requirements import Requirements, load_requirements
from cutover.result import Source
from practice_folder import workbook

ON = dt.date(2026, 7, 31)
FAMILIES = load_families(ON)
BOOK, LIST = "enrollment.xlsx", "stedi_payers/payers-2026-07-01.csv"
BCBS_NC = "Blue Cross Blue Shield of North Carolina"  # the one payer of the public list
HEADER = "Display Name,Stedi ID,Primary Payer ID,Aliases,Professional Claim Submission,Claim Payment\n"


def book(rules=(), durations=(), more=None) -> bytes:
    """The consultant's workbook with these rows."""
    filled = {"payer rules": list(rules), "durations": list(durations)}
    return template(filled, examples=False, more=more, kind=enrollment_sheets.workbook(FAMILIES.names))


def rule(payer="Aetna", transaction="837P", requirement="supported", **said) -> dict:
    """One row of its payer rules."""
    return {"payer": payer, "transaction": transaction, "requirement": requirement} | said


def days(low: object, likely: object, high: object, family="Medicaid", transaction="835", **said) -> dict:
    """One row of its durations."""
    return {
        "family": family, "transaction": transaction, "low": low, "likely": likely, "high": high
    } | said  # fmt: skip


def listed(name="Aetna", claims="SUPPORTED", era="ENROLLMENT_REQUIRED", payer_id="60054") -> str:
    """One row of Stedi's list."""
    return f"{name},HPQRS,{payer_id},60054;AETNA,{claims},{era}\n"


def payer(name: object = "Aetna", **said) -> dict:
    """One payer of Stedi's list as its interface answers it."""
    support = {"professionalClaimSubmission": "SUPPORTED", "claimPayment": "ENROLLMENT_REQUIRED"}
    return {"displayName": name, "stediId": "HPQRS", "primaryPayerId": "60054", "aliases": ["60054", "AETNA"],
            "names": ["Aetna US"], "transactionSupport": support} | said  # fmt: skip


def load(client: Path, files=None, on=ON) -> Requirements:
    """What is known for a client with these files."""
    for name, data in (files or {}).items():
        (client / name).parent.mkdir(parents=True, exist_ok=True)
        (client / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return load_requirements(client, FAMILIES, on)


def known(found: Requirements, name="Aetna", transaction="837P") -> list[tuple[str, str]]:
    """Requirement and source for a payer and transaction, the source that goes first on top."""
    rows = found.rows[(found.rows["payer_name"] == name) & (found.rows["transaction"] == transaction)]
    rows = rows.sort_values("rank", kind="stable")
    return list(zip(rows["requirement"], rows["known_from"], strict=True))


def state(found: Requirements) -> dict[str, tuple[str, int]]:
    """State and rows used of each file of Stedi's list."""
    return {row.source_file: (row.state, row.rows_used) for row in found.files.itertuples()}


def test_without_workbook_and_list_only_what_is_public_is_known(tmp_path):
    found = load(tmp_path)
    assert set(found.rows["payer_name"]) == {BCBS_NC}
    assert (found.list_day, found.durations, len(found.files), found.notes) == (None, {}, 0, ())
    assert known(found, BCBS_NC, "835") == [("enrollment required", "Stedi's documentation")]


def test_the_consultant_goes_before_stedi_s_list_and_that_before_what_is_public(tmp_path):
    rules = [rule(BCBS_NC, requirement="enrollment required", known_from="call with the EDI desk")]
    found = load(tmp_path, {BOOK: book(rules), LIST: HEADER + listed(BCBS_NC, "NOT_SUPPORTED")})
    assert known(found, BCBS_NC) == [
        ("enrollment required", "call with the EDI desk"),
        ("not supported", "Stedi's payer list"),
        ("supported", "Stedi's documentation"),
    ]


def test_a_rule_without_its_source_is_the_consultant_s_word(tmp_path):
    found = load(tmp_path, {BOOK: book([rule(payer_id="00332", known_on=dt.date(2026, 6, 15))])})
    assert known(found) == [("supported", "the consultant")]
    row = found.rows[found.rows["payer_name"] == "Aetna"].iloc[0]
    assert (row["payer_ids"], row["known_on"]) == ("00332", pd.Timestamp("2026-06-15"))


def test_a_rule_may_tell_the_family_of_a_payer_alone(tmp_path):
    found = load(tmp_path, {BOOK: book([{"payer": "Golden Oak", "family": "Medicaid managed care"}])})
    row = found.rows[found.rows["payer_name"] == "Golden Oak"].iloc[0]
    assert (row["family"], pd.isna(row["transaction"]), pd.isna(row["requirement"])) == (
        "Medicaid managed care", True, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SUPPORTED", "supported"),
        ("Supported, enrollment not required", "supported"),
        ("ENROLLMENT_REQUIRED", "enrollment required"),
        ("Enrollment Required", "enrollment required"),
        ("NOT_SUPPORTED", "not supported"),
        ("Not supported", "not supported"),
        ("COMING_SOON", "unknown"),
        ("", "unknown"),
    ],
)
def test_stedi_s_words_for_what_is_required_are_known_and_any_other_is_unknown(tmp_path, written, meant):
    quoted = f'"{written}"'
    found = load(tmp_path, {LIST: HEADER + listed("Cigna") + listed(claims=quoted)})
    assert known(found) == [(meant, "Stedi's payer list")]


def test_a_list_as_csv_as_excel_and_as_json_say_the_same(tmp_path):
    header, row = (
        HEADER.strip().split(","),
        ["Aetna", "HPQRS", "60054", "60054;AETNA", "SUPPORTED", "ENROLLMENT_REQUIRED"],
    )
    said = []
    for number, data in enumerate([
        HEADER + listed(),
        workbook([header, row]),
        json.dumps({"items": [payer()]}),
        json.dumps({"items": [{"payer": payer(), "score": 1.5}]}),  # as a search answers
    ]):  # fmt: skip
        found = load(tmp_path / str(number), {LIST: data})
        rows = found.rows[found.rows["payer_name"] == "Aetna"]
        said.append(dict(zip(rows["transaction"], rows["requirement"], strict=True)))
        assert set(rows["payer_ids"]) <= {"HPQRS 60054 60054 AETNA"}
        assert found.list_day == dt.date(2026, 7, 1)
    wanted = dict.fromkeys(["837I", "837D", "270", "276"], "unknown")
    assert said == [wanted | {"837P": "supported", "835": "enrollment required"}] * 4


def test_older_names_of_the_interface_tell_professional_claims_too(tmp_path):
    data = json.dumps({"items": [payer(transactionSupport={"claimSubmission": "ENROLLMENT_REQUIRED"})]})
    assert known(load(tmp_path, {LIST: data})) == [("enrollment required", "Stedi's payer list")]


def test_a_payer_of_the_list_is_one_row_of_its_file_though_it_tells_of_six_transactions(tmp_path):
    found = load(tmp_path, {LIST: HEADER + listed() + listed("Cigna") + listed("")})
    row = found.files.iloc[0]
    assert (row["rows_in"], row["rows_used"], row["rows_set_aside"]) == (3, 2, 1)  # the third names no payer
    assert (found.rows["payer_name"] == "Aetna").sum() == 6


def test_the_newest_copy_by_the_day_in_its_name_counts_whatever_the_order_of_names(tmp_path):
    found = load(tmp_path, {
        "stedi_payers/a-20260702.csv": HEADER + listed(claims="ENROLLMENT_REQUIRED"),
        "stedi_payers/z_2026-07-01.csv": HEADER + listed(claims="SUPPORTED"),
    })  # fmt: skip
    assert known(found) == [("enrollment required", "Stedi's payer list")]
    assert found.list_day == dt.date(2026, 7, 2)
    assert found.sources[0] == Source("Stedi's payer list", "stedi_payers, newest copy", dt.date(2026, 7, 2))


@pytest.mark.parametrize(
    "name", ["payers.csv", "payers-2026-13-01.csv", "payers-2026-07.csv", "payers-1720260701.csv"]
)
def test_a_copy_without_a_day_in_its_name_is_used_and_said(tmp_path, name):
    found = load(tmp_path, {f"stedi_payers/{name}": HEADER + listed()})
    assert known(found) == [("supported", "Stedi's payer list")]
    assert found.list_day is None
    assert ["how old it is, is not known" in note for note in found.notes] == [True]


@pytest.mark.parametrize("name", ["p-2026-07-01.csv", "20260701T120000.csv", "payers 2026.07.01 (2).csv"])
def test_a_day_is_found_wherever_it_stands_in_the_name(tmp_path, name):
    found = load(tmp_path, {f"stedi_payers/{name}": HEADER + listed()})
    assert (found.list_day, found.notes) == (dt.date(2026, 7, 1), ())


def test_a_copy_without_a_day_gives_way_to_one_with_a_day_and_is_said(tmp_path):
    found = load(
        tmp_path, {LIST: HEADER + listed(), "stedi_payers/new.csv": HEADER + listed(claims="NOT_SUPPORTED")}
    )
    assert known(found) == [("supported", "Stedi's payer list")]
    assert [note.partition(":")[0] for note in found.notes] == ["stedi_payers/new.csv"]


def test_where_the_newest_copy_cannot_be_read_the_one_before_counts_and_the_file_says_why(tmp_path):
    found = load(tmp_path, {LIST: HEADER + listed(), "stedi_payers/2026-07-20.json": '{"items": [{"displ'})
    assert (known(found), found.list_day) == ([("supported", "Stedi's payer list")], dt.date(2026, 7, 1))
    assert state(found) == {LIST: ("read", 1), "stedi_payers/2026-07-20.json": ("not read", 0)}
    assert "cut off or damaged" in found.files["reason"].dropna().iloc[0]


@pytest.mark.parametrize(
    ("data", "used"),
    [
        ('{"items": []}', 0),
        (HEADER, 0),
        (
            json.dumps({"items": [payer(None), payer(7), payer()]}),
            2,
        ),  # a number is taken as text, null is no name
        (json.dumps({"items": [payer(aliases="60054", names=None, transactionSupport="all")]}), 1),
    ],
)
def test_a_list_with_nothing_or_with_strange_values_in_it_is_read(tmp_path, data, used):
    assert state(load(tmp_path, {LIST: data})) == {LIST: ("read", used)}


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"PK\x03\x04", b"[1, 2]", b'{"items": "all"}', b"a,b\n1,2\n"]
)
def test_a_damaged_list_is_a_file_with_its_reason_and_nothing_raises(tmp_path, data):
    found = load(tmp_path, {LIST: data})
    assert state(found) == {LIST: ("not read", 0)}
    assert found.files["reason"].notna().all()
    assert set(found.rows["payer_name"]) == {BCBS_NC}


@pytest.mark.parametrize(
    "data", [b"", b"Payer,Requirement\n", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"]
)
def test_a_damaged_workbook_is_a_note_and_the_list_counts(tmp_path, data):
    found = load(tmp_path, {BOOK: data, LIST: HEADER + listed()})
    assert [note.startswith("enrollment.xlsx: ") for note in found.notes] == [True]
    assert known(found) == [("supported", "Stedi's payer list")]


def test_a_folder_in_the_workbook_s_place_is_no_workbook(tmp_path):
    (tmp_path / BOOK).mkdir()
    assert load(tmp_path).notes == ()


def test_a_workbook_with_its_examples_alone_says_nothing(tmp_path):
    data = template({}, kind=enrollment_sheets.workbook(FAMILIES.names))
    found = load(tmp_path, {BOOK: data})
    assert (set(found.rows["payer_name"]), found.durations, found.notes) == ({BCBS_NC}, {}, ())


def test_the_client_s_own_durations_are_known_by_family_and_transaction(tmp_path):
    rows = [days(21, 35, 60, known_from="two practices"), days(5, 9, 20, transaction="other")]
    found = load(tmp_path, {BOOK: book(durations=rows)})
    assert found.durations == {
        ("Medicaid", "835"): Duration(21, 35, 60, "two practices"),
        ("Medicaid", "other"): Duration(5, 9, 20, "the consultant"),
    }
    assert found.notes == ()


@pytest.mark.parametrize("equal", [(20, 20, 20), (0, 0, 60), (0, 60, 60)])
def test_days_that_are_equal_rise_enough(tmp_path, equal):
    assert (
        load(tmp_path, {BOOK: book(durations=[days(*equal)])}).durations["Medicaid", "835"].likely == equal[1]
    )


@pytest.mark.parametrize("falling", [(21, 20, 60), (20, 61, 60)])
def test_days_that_do_not_rise_are_named_with_their_row_and_not_used(tmp_path, falling):
    rows = [days(1, 2, 3, family="commercial"), days(*falling)]
    found = load(tmp_path, {BOOK: book(durations=rows)})
    assert list(found.durations) == [("commercial", "835")]
    # the header is row 1, so the second record is row 3
    assert found.notes == ("enrollment.xlsx, durations, row 3: its days do not increase. Correct them.",)


@pytest.mark.parametrize("wrong", ["soon", "-5", "3.5"])
def test_days_that_are_no_whole_number_are_named_with_their_row_and_not_used(tmp_path, wrong):
    found = load(tmp_path, {BOOK: book(durations=[days(Typed(wrong), 35, 60)])})
    assert found.durations == {}
    assert ["durations, row 2" in note for note in found.notes] == [True]


def test_a_family_that_does_not_exist_is_named_and_its_rows_tell_no_family(tmp_path):
    rules = [rule(family=Typed("Klingon")), rule("Cigna", family="Medicare")]
    rows = [days(1, 2, 3, family=Typed("credentialing")), days(4, 5, 6)]
    found = load(tmp_path, {BOOK: book(rules, rows)})
    assert list(found.durations) == [("Medicaid", "835")]
    assert known(found) == [("supported", "the consultant")]  # the requirement itself is understood
    rows = found.rows.dropna(subset="family")
    assert dict(zip(rows["payer_name"], rows["family"], strict=True)) == {"Cigna": "Medicare"}
    assert [note.split(":")[0] for note in found.notes] == [
        "enrollment.xlsx, payer rules, row 2, Family of payers",
        "enrollment.xlsx, durations, row 2, Family of payers",
    ]


def test_a_sheet_and_a_requirement_that_nobody_knows_are_said_and_the_rest_is_read(tmp_path):
    rules = [rule(), rule("Cigna", requirement=Typed("maybe"))]
    found = load(tmp_path, {BOOK: book(rules, more={"my notes": [["a", "b"]]})})
    assert known(found) == [("supported", "the consultant")]
    assert [text in " ".join(found.notes) for text in ("row 3, Requirement", "my notes")] == [True, True]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{0} %s", "=HYPERLINK(1)"])
def test_hostile_names_stay_the_text_that_they_are(tmp_path, name):
    found = load(tmp_path, {BOOK: book([rule(name)]), LIST: json.dumps({"items": [payer(name)]})})
    assert known(found, name) == [("supported", "the consultant"), ("supported", "Stedi's payer list")]


@pytest.mark.parametrize("day", [dt.date(2026, 1, 1), dt.date(2027, 12, 31)])
def test_what_is_public_holds_on_its_first_and_its_last_day(tmp_path, day):
    assert set(load(tmp_path, on=day).rows["payer_name"]) == {BCBS_NC}


@pytest.mark.parametrize("day", [dt.date(2025, 12, 31), dt.date(2028, 1, 1)])
def test_outside_its_days_what_is_public_is_an_error_that_names_them(tmp_path, day):
    with pytest.raises(ReferenceDataError, match="from 2026-01-01 through 2027-12-31"):
        load(tmp_path, on=day)


@pytest.mark.parametrize(
    ("transaction", "said", "told"),
    [("835", "No", "not supported"), ("837P", "no", "supported"), ("835", "yes", "enrollment required"),
     ("835", "no enrollment", "not supported"), ("835", "supported", "supported")],
)  # fmt: skip
def test_no_enrollment_of_claims_is_support_and_of_an_era_that_there_is_none(
    tmp_path, transaction, said, told
):
    found = load(tmp_path, {BOOK: book([rule(transaction=transaction, requirement=said)])})
    assert known(found, transaction=transaction) == [(told, "the consultant")]


@pytest.mark.parametrize(
    ("usual", "told"),
    [(Duration(14, 30, 60, "x"), (21, 45, 90)),  # 45/30 = 1.5 times each
     (Duration(10, 30, 50, "x"), (15, 45, 75)), (Duration(0, 0, 1, "x"), (45, 45, 46))],
)  # fmt: skip
def test_the_days_known_of_a_payer_are_the_likely_ones_and_scatter_in_proportion(usual, told):
    found = around(usual, 45)
    assert (found.low, found.likely, found.high) == told
    assert (around(usual, 0).likely, around(usual, 0).low) == (0, 0)


def test_of_the_days_around_those_of_a_payer_only_the_likely_ones_are_credited_to_the_client():
    found = around(Duration(10, 20, 40, "default, an assumption"), 33)
    assert (found.low, found.likely, found.high) == (16, 33, 66)  # 33 x 10 / 20 = 16.5, 33 x 40 / 20 = 66
    said = "33: the client, for this payer; least and most in proportion to it as in: default, an assumption"
    assert found.basis == said


def test_the_usual_days_of_a_payer_are_read_and_none_is_not_zero(tmp_path):
    said = book([rule("TriWest", "835", "yes", usual_days=45), rule("Aetna", "835", "yes")])
    found = load(tmp_path, {BOOK: said}).rows
    days_of = found[found["rank"] == 0].set_index("payer_name")["usual_days"]
    assert days_of["TriWest"] == 45 and pd.isna(days_of["Aetna"])


def test_no_in_stedi_s_list_is_not_known(tmp_path):
    found = load(tmp_path, {LIST: HEADER + listed(era="No")})
    assert known(found, transaction="835") == [("unknown", "Stedi's payer list")]
