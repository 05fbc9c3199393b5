"""A column whose header says nothing is told by values that the practice's 835 and 837 files name in known places."""

from __future__ import annotations

import pytest
from cutover.reading.claims.named_in_batches import named_in_batches
from cutover.reading.intake.reader import read_intake
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.patients.exports import read_demographics
from cutover.reading.payers.enrollments import load_enrollments
from cutover.reading.practice.book import load_practice, practice_at
from cutover.reading.practice.known_columns import knowledge_in, knowledge_of
from practice_folder import NPI, TIN, folder, practice_answers

PAYERS = ("ALDER", "BIRCH MUTUAL", "CEDAR STATE")
PEOPLE = [
    ("ROWE", "ANNA", "AL1000001", "19610203", "04101"),
    ("SATO", "BEN", "AL1000002", "19720304", "04102"),
    ("TANAKA", "CLEO", "AL1000003", "19830405", "04103"),
    ("UNGER", "DORA", "AL1000004", "19940506", "04104"),
    ("VANCE", "ELI", "AL1000005", "19550607", "04105"),
    ("WOLFE", "FAY", "AL1000006", "19660708", "04106"),
]


def known(**roles: list[str]) -> Knowledge:
    """What is known where the 835 files name these values."""
    return Knowledge(values=lambda role: roles.get(role, ()))


def used(text: str, target: str, knowledge: Knowledge) -> dict[str, str]:
    """The columns that are used of a list."""
    return tables_of(text.encode(), "list.csv", load_target(target), knowledge)[0].crosswalk.used


def remittance() -> bytes:
    """An 835 with one claim of $100.00 for each person, two for each payer."""
    out = ["ISA*00*          *00*          *ZZ*PAYER          *ZZ*RECEIVER       *260715*1200*^*00501*000000001*0*P*:",
           "GS*HP*P*R*20260715*1200*1*X*005010X221A1"]  # fmt: skip
    for n, payer in enumerate(PAYERS):
        body = ["BPR*I*200.00*C*ACH************20260715", f"TRN*1*E900{n}*1999999999", f"N1*PR*{payer}",
                f"N1*PE*PAYEE*XX*{NPI}"]  # fmt: skip
        for last, first, member, *_ in PEOPLE[2 * n : 2 * n + 2]:
            body += [
                f"CLP*C{member[-4:]}*1*100.00*100.00*0*12*K{member}",
                f"NM1*QC*1*{last}*{first}****MI*{member}",
            ]
        out += [f"ST*835*{n:04}", *body, f"SE*{len(body) + 2}*{n:04}"]
    return "".join(f"{one}~" for one in [*out, "GE*3*1", "IEA*1*000000001"]).encode()


def batch() -> bytes:
    """An 837 with a claim of $100.00 for each person."""
    out = ["ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260701*1200*^*00501*000000002*0*P*:",
           "GS*HC*S*R*20260701*1200*7*X*005010X222A1", "ST*837*0001", "BHT*0019*00*1*20260701*1200*CH",
           "HL*1**20*1", f"NM1*85*2*CEDAR GROVE*****XX*{NPI}", f"REF*EI*{TIN}"]  # fmt: skip
    for n, (last, first, member, born, place) in enumerate(PEOPLE, start=2):
        out += [f"HL*{n}*1*22*0", "SBR*P*18*******CI", f"NM1*IL*1*{last}*{first}****MI*{member}", "N3*1 ELM ST",
                f"N4*TOWN*ME*{place}", f"DMG*D8*{born}*F", "NM1*PR*2*ALDER HEALTH*****PI*AH777",
                f"CLM*C{member[-4:]}*100***11:B:1", "HI*ABK:Z0000", "LX*1", "SV1*HC:99213*100*UN*1***1",
                "DTP*472*D8*20260630"]  # fmt: skip
    return "".join(
        f"{one}~" for one in [*out, f"SE*{len(out) - 1}*0001", "GE*1*7", "IEA*1*000000002"]
    ).encode()


TRACKER = "dept,side,msg,txn,state\n" + "".join(
    f"{payer.title()},Clerk {chr(65 + n)},note {n},{kind},{state}\n"
    for n, payer in enumerate(PAYERS)
    for kind, state in (("837P", "LIVE"), ("835", "submitted"))
)


def test_a_column_of_payers_that_remittances_name_is_the_payer_under_any_header():
    found = used(TRACKER, "enrollments", known(payer=list(PAYERS)))
    assert found["payer_name"] == "dept"
    assert "payer_name" not in used(TRACKER, "enrollments", known())


@pytest.mark.parametrize(("named", "is_told"), [(PAYERS[:2], True), (PAYERS[:1], False), ((), False)])
def test_two_known_payers_at_least_and_half_of_all_tell_the_column(named, is_told):
    # three payers stand in the list: two of three are more than a half, one is fewer than two
    assert ("payer_name" in used(TRACKER, "enrollments", known(payer=list(named)))) is is_told


def test_a_payer_is_known_under_another_spelling_of_its_name():
    text = "dept,txn,state\nBCBS of Maine,835,LIVE\nAetna,835,LIVE\n"
    found = used(text, "enrollments", known(payer=["BLUE CROSS BLUE SHIELD OF MAINE", "AETNA"]))
    assert found["payer_name"] == "dept"


def test_of_two_columns_with_the_same_payers_neither_is_taken():
    text = "before,after,txn,state\n" + "".join(f"{one},{one},835,LIVE\n" for one in PAYERS)
    assert "payer_name" not in used(text, "enrollments", known(payer=list(PAYERS)))


def test_a_header_that_says_what_it_is_goes_before_the_values():
    text = "Payer,note,txn,state\n" + "".join(f"Plan {n},{one},835,LIVE\n" for n, one in enumerate(PAYERS))
    assert used(text, "enrollments", known(payer=list(PAYERS)))["payer_name"] == "Payer"


ROSTER = "Nr,Nom A,Nom B,D.O.B.,Subscr\n" + "".join(
    f"{100 + n},{last.title()},{first.title()},{born[4:6]}/{born[6:]}/{born[:4]},{member}\n"
    for n, (last, first, member, born, _) in enumerate(PEOPLE)
)


@pytest.mark.parametrize(("people", "is_told"), [(6, True), (5, True), (4, False)])
def test_five_known_names_at_least_tell_the_columns_of_last_and_first_names(people, is_told):
    names = PEOPLE[:people]
    found = used(
        ROSTER, "patients", known(last_name=[one[0] for one in names], first_name=[one[1] for one in names])
    )
    assert (found.get("last_name"), found.get("first_name")) == (
        ("Nom A", "Nom B") if is_told else (None, None)
    )


def test_a_number_that_remittances_give_a_member_tells_its_column_in_any_punctuation():
    text = ROSTER.replace("AL10", "al-10").replace("Subscr", "Z")
    assert used(text, "patients", known(member_id=[one[2] for one in PEOPLE]))["primary_member_id"] == "Z"


def test_numbers_of_three_digits_tell_nothing():
    # 100 to 105 number the rows; a short number stands among claims by chance
    text = "Nr,Service,Billed\n" + "".join(f"{100 + n},07/0{1 + n}/2026,$50.00\n" for n in range(6))
    assert "claim_number" not in used(
        text, "medi_submissions", known(claim_number=[str(100 + n) for n in range(6)])
    )


def a_practice(tmp_path, monkeypatch, **files):
    """The practice with these files and its 835."""
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    folder(tmp_path, {"era/a.835": remittance(), **files}, practice_answers())
    return load_practice(tmp_path, "acme", "cedar-grove")


def test_an_export_of_enrollments_is_read_whole_where_its_payers_are_those_of_the_remittances(
    tmp_path, monkeypatch
):
    who = a_practice(tmp_path, monkeypatch, **{"enrollments/export.csv": TRACKER})
    rows = load_enrollments(who, read_intake(who.raw / "intake.xlsx")).rows
    # three payers with two transactions each
    assert len(rows) == 6
    assert set(rows["payer_name"]) == {one.title() for one in PAYERS}


def test_a_roster_is_read_by_the_names_of_its_remittances(tmp_path, monkeypatch):
    who = a_practice(tmp_path, monkeypatch, **{"demographics/roster.csv": ROSTER})
    [table] = read_demographics(who).tables
    assert {"last_name": "Nom A", "first_name": "Nom B"}.items() <= table.crosswalk.used.items()


def test_an_837_names_patients_members_days_of_birth_places_payers_and_claims(tmp_path, monkeypatch):
    who = a_practice(tmp_path, monkeypatch, **{"submissions/b.837": batch()})
    found = named_in_batches(who)
    assert found["last_name"] == {one[0] for one in PEOPLE}
    assert found["full_name"] == {f"{first} {last}" for last, first, *_ in PEOPLE}
    assert found["birth_date"] == {one[3] for one in PEOPLE}
    assert found["zip"] == {one[4] for one in PEOPLE}
    assert found["payer"] == {"ALDER HEALTH"} and found["payer_id"] == {"AH777"}
    assert len(found["claim_number"]) == len(found["member_id"]) == 6


def test_days_of_birth_and_zips_that_an_837_names_tell_their_columns(tmp_path, monkeypatch):
    who = a_practice(tmp_path, monkeypatch, **{"submissions/b.837": batch()})
    text = "Nr,Last,First,Q,R\n" + "".join(
        f"{n},{last},{first},{born[4:6]}/{born[6:]}/{born[:4]},{place}-0001\n"
        for n, (last, first, _, born, place) in enumerate(PEOPLE)
    )
    found = used(text, "patients", knowledge_of(who))
    assert (found["birth_date"], found["zip"]) == ("Q", "R")


def test_files_of_a_practice_are_told_by_its_own_values_and_those_of_a_client_by_none(tmp_path, monkeypatch):
    who = a_practice(tmp_path, monkeypatch, **{"enrollments/export.csv": TRACKER})
    assert practice_at(who.raw / "enrollments") is not None
    assert set(knowledge_in(who.raw / "enrollments", who.raw.parent).values("payer")) == set(PAYERS)
    assert not set(knowledge_in(who.raw.parent / "enrollments", who.raw.parent).values("payer"))


def test_nothing_is_read_of_remittances_where_headers_say_all(tmp_path):
    asked: list[str] = []
    text = "Payer,Payer ID,Tax ID,NPI,Transaction,Status\nAlder Health,AH777,,,835,LIVE\n"
    tables_of(text.encode(), "list.csv", load_target("enrollments"),
              Knowledge(values=lambda role: asked.append(role) or ()))  # fmt: skip
    assert asked == []
