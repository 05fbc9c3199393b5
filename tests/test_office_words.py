"""An intake that an office laid out itself is read by its own words; what is not understood is named, never dropped."""

from __future__ import annotations

import datetime as dt
import io
from itertools import combinations

import openpyxl
import pandas as pd
import pytest
from cutover.cli import main
from cutover.errors import InputError
from cutover.intake.enrollment_workbook import DEADLINES, REQUIRED, RULES
from cutover.intake.sheets import PRACTICE, USAGE, USED_TOGETHER
from cutover.reading.era.same_payment import is_other_payee
from cutover.reading.intake.reader import read_intake
from cutover.reading.payers.client_workbook import read_sheet
from cutover.reading.payers.families import load_families
from cutover.reading.practice.book import load_practice, siblings
from cutover.reading.practice.file_owner import folded
from cutover.reference import code_list

GROUP, SECOND, DOCTOR = "1987654328", "1234567893", "1003000126"


def workbook(**sheets) -> bytes:
    """A workbook with these sheets, each a list of rows as somebody typed them; `_` in a name is a blank."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name.replace("_", " "))
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def form(*rows) -> list:
    """A form of questions and answers."""
    return [("Question", "Answer"), *rows]


def asked(question: str, answer: object):
    """The first record of a form with a name and this one question, and its sentences."""
    said = read_intake(workbook(practice=form(("Practice", "Elm Street Pediatrics"), (question, answer))))
    return said.tables["practice"].iloc[0], wrong(said)


def wrong(said) -> list[str]:
    """What is wrong with an intake, but for a Tax ID that it does not give."""
    return [one for one in said.sentences() if "Tax IDs: found nothing" not in one]


@pytest.mark.parametrize(
    ("label", "field", "answer", "read"),
    [
        ("Clinic", "name", "Oak Eye Care", "Elm Street Pediatrics"),  # the first answer holds
        ("FEIN", "tins", "12-3456789", "123456789"),
        ("Organization NPI", "npis", GROUP, GROUP),
        ("Billing NPIs:", "npis", f"{GROUP} / {SECOND}", f"{GROUP}; {SECOND}"),
        ("Target go-live", "cutover_date", "2026-10-05", dt.datetime(2026, 10, 5)),  # noqa: DTZ001
        ("Products used", "usage", "PM", "Practice Mate"),
    ],
)
def test_a_question_in_an_office_s_own_words_is_the_question_of_the_form(label, field, answer, read):
    said, _ = asked(label, answer)
    assert said[field] == read


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        ("Service Center (claims only)", "clearinghouse-only"),
        ("Practice Mate + EHR 24/7", "EHR 24/7"),
        ("clearinghouse & PM", "hybrid"),
        ("Practice Mate", "Practice Mate"),
        ("Practice Mate (no longer)", None),
        ("not Practice Mate", None),
        ("Practice Mate, until June", None),
    ],
)
def test_an_answer_with_an_explanation_or_of_two_choices_is_read_and_a_denied_one_is_not(answer, read):
    said, sentences = asked("Use of Office Ally", answer)
    assert (None if pd.isna(said["usage"]) else said["usage"]) == read and bool(sentences) == (read is None)


def test_words_beside_a_choice_are_named_with_what_was_read():
    said, (sentence,) = asked("Usage", "Practice Mate (Karen prints the slips)")
    assert said["usage"] == "Practice Mate"
    assert (
        "practice, row 3, Usage pattern" in sentence and '"Karen prints the slips" were not read' in sentence
    )


def test_two_ways_of_use_in_one_answer_are_what_their_parts_add_up_to():
    frame = code_list("usage_patterns", dt.date(2026, 7, 31)).frame
    parts = {code: frozenset(text.split()) for code, text in zip(frame["code"], frame["parts"], strict=True)}
    together = dict(USED_TOGETHER)
    for pair in combinations(USAGE[:-1], 2):  # "unknown" adds up to nothing
        whole = parts[pair[0]] | parts[pair[1]]
        least = min((code for code in parts if parts[code] >= whole), key=lambda code: len(parts[code]))
        assert together[frozenset(pair)] == least


@pytest.mark.parametrize(
    ("answer", "asked_for", "on"),
    [
        ("Yes, 2026-06-08", True, dt.datetime(2026, 6, 8)),  # noqa: DTZ001
        ("done 6/8/2026", True, dt.datetime(2026, 6, 8)),  # noqa: DTZ001
        ("yes", True, None),
        ("no", False, None),
    ],
)
def test_a_yes_with_its_day_gives_both_and_asks_for_appointments_and_charts(answer, asked_for, on):
    label = "Appointments and charts requested from support"
    said = read_intake(workbook(practice=form(("Practice", "Elm"), (label, answer))))
    assert bool(said.tables["practice"]["support_asked"].iloc[0]) is asked_for and wrong(said) == []
    requests = said.tables["support requests"]
    assert requests["subject"].tolist() == (["appointments", "charts"] if asked_for else [])
    assert requests["asked_on"].dropna().tolist() == ([on, on] if on else [])


def test_a_request_that_the_sheet_tells_is_not_told_again_by_the_form():
    sheet = [("What", "Requested on"), ("Chart notes", "2026-05-02")]
    said = read_intake(
        workbook(practice=form(("Charts requested", "yes, 2026-06-08")), support_requests=sheet)
    )
    rows = said.tables["support requests"]
    assert dict(zip(rows["subject"], rows["asked_on"].dt.day, strict=True)) == {
        "charts": 2,
        "appointments": 8,
    }


@pytest.mark.parametrize(
    ("day", "read", "said"),
    [
        ("2026-09-01 (planned)", True, "were not read"),
        ("not before 2026-09-01", False, "no such day"),
        ("2026-09-01 to 2026-09-08", False, "no such day"),
        ("no", False, "not yet"),
    ],
)
def test_one_day_among_words_is_read_with_them_named_and_a_denied_or_second_day_is_not(day, read, said):
    row, (sentence,) = asked("Cutover", day)
    assert row.notna()["cutover_date"] == read
    assert said in sentence


def test_users_and_scrub_rules_are_read_in_an_office_s_headings():
    users = [("Employee", "Username", "Job", "Office Ally practices", "Medi practices", "Logged in to Medi"),
             ("Ida Ray", "iray", "team lead", "all", "Elm; Oak", "yes"),
             ("Bo Lin", "blin", "payment poster", "Elm", "", "yes, 2026-07-01"),
             ("Cy Fox", "cfox", "gardener", "Elm", "", "no")]  # fmt: skip
    rules = [("Payer", "Edit", "Kept in", "In Medi"), ("Aetna", "no 25 with 99211", "Ida's head", "no"),
             ("", "auth for MRI", "other EHR", "yes"), ("", "taxonomy", "a shoebox", "yes")]  # fmt: skip
    said = read_intake(workbook(users=users, edits=rules))
    people, edits = said.tables["users"], said.tables["scrub rules"]
    assert people["login"].tolist() == ["iray", "blin", "cfox"]
    assert (
        people["role"].tolist()[:2] == ["billing lead", "poster"] and people["sees_in_medi"][0] == "Elm; Oak"
    )
    assert people["logged_in"].tolist() == [True, True, False]
    assert people["medi_login"].notna().tolist() == [False, True, False]
    assert edits["configured_in"].tolist()[:2] == ["habit of staff", "another system"]
    high = said.problems[said.problems["severity"] == "high"]
    assert [(p.sheet, p.source_row, p.found) for p in high.itertuples()] == [
        ("users", 4, "gardener"), ("scrub rules", 4, "a shoebox")]  # fmt: skip


def test_a_rendering_role_is_no_billing_npi_and_the_group_npi_of_the_form_is_one():
    providers = [("Provider", "NPI", "Role"), ("Ada Quill", DOCTOR, "rendering")]
    said = read_intake(workbook(practice=form(("Practice", "Elm"), ("EIN", "123456789"), ("Group NPI", GROUP)),
                                providers=providers))  # fmt: skip
    rows = said.tables["providers"].set_index("npi")
    assert rows["bills"].to_dict() == {DOCTOR: False, GROUP: True} and rows["npi_type"][GROUP] == "group"
    assert rows["tin"][GROUP] == "123456789" and rows["name"][GROUP] == "Elm"


def test_a_group_npi_that_the_sheet_of_providers_names_is_not_there_twice_and_one_of_two_tax_ids_has_none():
    providers = [("Provider", "NPI", "Type"), ("Elm", GROUP, "organization")]
    practice = form(("EIN", "123456789; 987654321"), ("NPI", f"{GROUP}, North {SECOND}"))
    rows = read_intake(workbook(practice=practice, providers=providers)).tables["providers"]
    assert rows["npi"].tolist() == [GROUP, SECOND] and rows["tin"].isna().all()
    assert rows["bills"].isna().all()  # the sheet names a group itself: which of them bills is not known


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("Locations", "it in the sheet providers"),
        ("Federal tax id no", "perhaps the question Tax IDs"),
        ("Favorite color", "a question of the template"),
    ],
)
def test_a_question_that_nobody_knows_is_named_with_its_answer_and_where_it_belongs(label, wanted):
    _, (sentence,) = asked(label, "see 123456789")
    assert f"practice, row 3, {label}: found an answer to a question we do not know" in sentence
    assert '"see #########"' in sentence and wanted in sentence


def home_with(tmp_path, eras=(), **intakes) -> None:
    """A home whose client acme has these practices, with remittances for the first."""
    for slug, data in intakes.items():
        folder = tmp_path / "data" / "raw" / "acme" / slug
        (folder / "era").mkdir(parents=True)
        (folder / "intake.xlsx").write_bytes(data)
    for number, (kind, said, tin) in enumerate(eras):
        folder = tmp_path / "data" / "raw" / "acme" / next(iter(intakes)) / "era"
        (folder / f"{number}.835").write_bytes(remittance(kind, said, tin))


def remittance(kind: str, said: str, tin: str = "") -> bytes:
    """An 835 of one payment whose payee is named like this."""
    begin = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PAYEE          *260701*1200*^*00501*000000001*0*P*:~"
    payee = f"N1*PE*ELM*{kind}*{said}~" + (f"REF*TJ*{tin}~" if tin else "")
    inside = f"ST*835*0001~BPR*I*10*C*ACH************20260701~TRN*1*1*1~N1*PR*AETNA~{payee}LX*1~CLP*A*1*10*10**12*1~"
    other = "REF*TJ*555555555~"  # of a service: a rendering provider's, no payee's
    group = "GS*HP*A*B*20260701*1200*1*X*005010X221A1~"
    return f"{begin}{group}{inside}{other}SE*9*0001~GE*1*1~IEA*1*000000001~".encode()


NAMED = form(("Practice", "Elm Street Pediatrics"))


def test_a_practice_without_a_name_is_shown_by_its_folder_and_no_row_is_held_against_that_name(tmp_path):
    home_with(tmp_path, elm=workbook(practice=form(("EIN", "12-3456789"))))
    known = load_practice(tmp_path, "acme", "elm")
    assert (known.name, known.written_name, known.tins) == ("elm", "", {"123456789"})
    assert folded(known.written_name) == "" and known.problems == ()
    assert known.assumed == ("it names no practice name, so that the name of the folder, elm, is shown",)


def test_tax_ids_come_from_providers_where_the_form_has_none_and_never_beside_those_of_the_form(tmp_path):
    rows = [("Name", "NPI", "Tax ID"), ("Ada Quill", DOCTOR, "987654321")]
    home_with(tmp_path, elm=workbook(practice=NAMED, providers=rows),
              oak=workbook(practice=[*NAMED, ("TIN", "123456789")], providers=rows))  # fmt: skip
    elm, oak = (load_practice(tmp_path, "acme", slug) for slug in ("elm", "oak"))
    assert elm.tins == {"987654321"} and "those of the sheet providers are taken" in elm.assumed[0]
    assert oak.tins == {"123456789"} and oak.assumed == ()


def test_the_one_payee_of_all_remittances_stands_in_unconfirmed_and_a_stranger_is_then_not_nobody(tmp_path):
    eras = [("XX", GROUP, "123456789"), ("FI", "123456789", "")]
    home_with(tmp_path, eras, elm=workbook(practice=NAMED))
    known = load_practice(tmp_path, "acme", "elm")
    assert (known.tins, known.npis) == ({"123456789"}, {GROUP})
    assert known.problems == (
        f"it names no Tax ID and no NPI: the payee of all 2 payments in era/, Tax ID *****6789 and NPI {GROUP}, "
        "is taken, unconfirmed",
    )
    payees = two_payees()
    assert is_other_payee(payees, known).tolist() == [False, False]


def two_payees():
    """Two payments: to the practice, and to somebody who is not known."""
    return pd.DataFrame(
        {"payee_npi": [GROUP, "1111111111"], "payee_tin": [None, None], "payee_name": [None, None]},
        dtype="str",
    )


@pytest.mark.parametrize(
    ("eras", "other", "found"),
    [
        (
            [("XX", GROUP, "123456789"), ("XX", GROUP, "222222222")],
            "999999999",
            "Tax ID *****2222",
        ),  # two payees
        ([("XX", GROUP, "123456789")], "123456789", "which is another practice's"),
        ([], "999999999", "neither a Tax ID nor an NPI"),
    ],
)
def test_no_payee_is_taken_where_there_are_two_or_a_sibling_has_it(tmp_path, eras, other, found):
    home_with(tmp_path, eras, elm=workbook(practice=[*NAMED, ("Fed number", "123456789")]),
              oak=workbook(practice=form(("Practice", "Oak"), ("TIN", other))))  # fmt: skip
    with pytest.raises(InputError) as error:
        load_practice(tmp_path, "acme", "elm")
    said = str(error.value)
    assert found in said and "practice, row 3, 'Fed number'" in said
    assert "question 'Tax IDs' of the sheet 'practice'" in said
    assert [one.slug for one in siblings(load_practice(tmp_path, "acme", "oak"))] == []


def test_check_names_labels_that_nobody_knows_with_what_stands_beside_them(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    more = [("Name", "NPI", "Shirt size"), ("Ada Quill", DOCTOR, "M")]
    home_with(tmp_path, elm=workbook(practice=[*NAMED, ("TIN", "123456789"), ("Billing firm", "Acme")],
                                     providers=more, snacks=[("Day", "Snack"), ("Monday", "Kale")]))  # fmt: skip
    assert main(["check", "acme/elm"]) == 1
    said = capsys.readouterr().out
    assert 'sheet practice B4 (Billing firm): an answer to a question we do not know: "Acme"' in said
    assert "sheet providers C1 (Shirt size): a column we do not know, with 1 filled cells" in said
    assert "sheet snacks: a sheet we do not know, with 4 filled cells" in said


def test_every_label_that_is_asked_elsewhere_is_no_question_of_the_form():
    known = {name for field in PRACTICE.fields for name in field.names}
    assert not [label for label, _ in PRACTICE.elsewhere if PRACTICE.asked_elsewhere(label) is None]
    assert not known & {"".join(c for c in label.lower() if c.isalnum()) for label, _ in PRACTICE.elsewhere}


@pytest.mark.parametrize("header", [
    ("Payer", "Timely filing (days from DOS)", "Appeal (days from EOB)", "Source"),
    ("Insurance", "Filing limit", "Appeal limit days", "Per"),
    ("Carrier", "Days for claims", "Dispute, in days", "Where from"),
])  # fmt: skip
def test_limits_of_payers_are_read_under_an_office_s_headings(tmp_path, header):
    limits = [header, ("Alder Mutual", 95, 180, "manual of 2026"), ("Birch Health", 365, "", "")]
    (tmp_path / "enrollment.xlsx").write_bytes(workbook(filing_limits=limits))
    rows, notes = read_sheet(tmp_path, load_families(dt.date(2026, 7, 31)), DEADLINES)
    assert rows["filing_days"].tolist() == [95, 365]
    assert rows["appeal_days"].dropna().tolist() == [180]
    assert rows["known_from"].dropna().tolist() == ["manual of 2026"] and notes == ()


def test_a_payer_that_needs_an_enrollment_is_told_by_yes_and_no_is_asked_about(tmp_path):
    needs = [("Payer", "Transaction", "Enrollment needed", "Usual days"),
             ("Alder Mutual", "835", "yes", 12), ("Birch Health", "835", "no", 30)]  # fmt: skip
    (tmp_path / "enrollment.xlsx").write_bytes(workbook(requirements=needs))
    rows, notes = read_sheet(tmp_path, load_families(dt.date(2026, 7, 31)), RULES)
    # of an ERA, No says that there is none: nothing is enrolled
    assert rows["requirement"].tolist() == [REQUIRED, "no enrollment"]
    assert rows["usual_days"].tolist() == [12, 30] and notes == ()


@pytest.mark.parametrize("header", ["Timely filing (days from denial)", "Filing limit from payment"])
def test_a_limit_that_counts_from_another_day_is_named_and_not_read(tmp_path, header):
    limits = [("Payer", header, "Appeal (days from service)", "Corrected claim", "Source", "As of"),
              ("Alder Mutual", 95, 180, 60, "manual", "2026-06-15")]  # fmt: skip
    (tmp_path / "enrollment.xlsx").write_bytes(workbook(deadlines=limits))
    rows, notes = read_sheet(tmp_path, load_families(dt.date(2026, 7, 31)), DEADLINES)
    assert rows[["filing_days", "appeal_days"]].isna().all(axis=None) and rows["corrected_days"].tolist() == [
        60
    ]
    assert any(header in note for note in notes) and any(
        "Appeal (days from service)" in note for note in notes
    )
