"""A ledger of a practice system is read for what payers paid: charges and patients' money are no postings."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims import ledger_claims
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.payer_ids import names_answered, with_payers, with_whole_ids
from cutover.reading.era.archive import load_archive
from cutover.reading.postings.ledgers import ADJUSTMENT, CHARGE, NO_PAYMENT, PATIENT, VOID, kinds
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import load_practice
from cutover.workstreams.open_claims.listed import with_listed
from practice_folder import folder, practice_answers

HEADER = "PostDate,TranType,Acct,Amount,InsCo,CheckNo\n"


def read(tmp_path, rows: list[str]):
    folder(tmp_path, {"postings/ledger.csv": HEADER + "\n".join(rows) + "\n"}, practice_answers())
    return load_postings(load_practice(tmp_path, "acme", "cedar-grove"))


def row(kind: str, amount: str, payer="AETNA", account="A1") -> str:
    return f"6/3/2026,{kind},{account},{amount},{payer},T1"


LEDGER = [
    row("CHG", "200.00", ""),
    row("CHG", "150.00", "", "A2"),
    row("INSPMT", "-80.00"),
    row("INSPMT", "-60.00", account="A2"),
    row("INSPMT", "60.00", account="A2"),  # taken back
    row("CONTADJ", "-90.00"),
    row("PTPMT", "-30.00", ""),
    row("VOID", "-150.00", "", "A2"),
]


def test_of_a_ledger_only_what_payers_paid_is_posted_and_each_other_line_is_named(tmp_path):
    found = read(tmp_path, LEDGER)
    assert found.rows["paid_cents"].tolist() == [8_000, 6_000, -6_000]
    named = found.set_aside.groupby("reason")["amount_cents"].agg(["size", "sum"])
    assert {why: (int(rows), int(cents)) for why, rows, cents in named.itertuples()} == {
        NO_PAYMENT[CHARGE]: (2, 35_000),  # 200.00 + 150.00
        NO_PAYMENT[VOID]: (1, -15_000),
        NO_PAYMENT[ADJUSTMENT]: (1, -9_000),
        NO_PAYMENT[PATIENT]: (1, 3_000),
    }
    assert len(found.rows) + len(found.set_aside) == len(LEDGER)


@pytest.mark.parametrize(
    ("rows", "paid"),
    [
        ([row("CHG", "200.00"), row("INSPMT", "80.00")], [8_000]),  # no signs: nothing is turned
        ([row("CHG", "-200.00"), row("INSPMT", "80.00")], [8_000]),  # the other signs
        ([row("INSPMT", "-80.00"), row("INSPMT", "-60.00")], [-8_000, -6_000]),  # without charges: taken back
        ([row("ERA", "80.00"), row("Check", "60.00")], [8_000, 6_000]),  # no word of a ledger
    ],
)
def test_payments_are_turned_only_beside_charges_of_the_other_sign(tmp_path, rows, paid):
    assert read(tmp_path, rows).rows["paid_cents"].tolist() == paid


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Ins. Payment", "payment"), ("INS_PMT", "payment"), ("Pt Pmt", "patient"), ("Co-pay", "patient"),
        ("Write-Off", "adjustment"), ("WO", None), ("Charge", "charge"), ("Interest", None),
        ("Provider-level", None), (None, None),
    ],
)  # fmt: skip
def test_the_kind_of_a_line_is_its_word_without_signs(cell, kind):
    assert kinds(pd.Series([cell], dtype="str")).dropna().tolist() == ([kind] if kind else [])


def test_what_was_written_off_in_a_column_of_its_own_stays_a_posting(tmp_path):
    text = "Posted Date,Type,Claim Number,Payment Amount,Adjustment\n6/3/2026,Adjustment,C1,0.00,12.00\n"
    text += "6/3/2026,Payment,C1,40.00,12.00\n"
    folder(tmp_path, {"postings/register.csv": text}, practice_answers())
    found = load_postings(load_practice(tmp_path, "acme", "cedar-grove"))
    assert found.rows["adjusted_cents"].tolist() == [1_200, 1_200] and found.set_aside.empty


CLAIMS_HEADER = "PostDate,TranType,Acct,ServiceDate,Amount,InsCo,CheckNo\n"


def line(kind: str, account: str, served: str, amount: str, payer="") -> str:
    return f"6/20/2026,{kind},{account},{served},{amount},{payer},T1"


BOOKS = [
    line("CHG", "A1", "6/1/2026", "200.00"),
    line("CHG", "A1", "6/1/2026", "50.00"),
    line("INSPMT", "A1", "6/1/2026", "-120.00", "AETNA"),
    line("CONTADJ", "A1", "6/1/2026", "-100.00", "AETNA"),
    line("PTPMT", "A1", "6/1/2026", "-10.00"),
    line("CHG", "A1", "6/8/2026", "90.00"),  # the account's second visit
    line("CHG", "A2", "6/2/2026", "150.00"),
    line("VOID", "A2", "6/2/2026", "-40.00"),
    line("INSPMT", "A2", "", "-110.00", "AETNA"),  # without its day: of the account's only claim
    line("INSPMT", "A9", "6/2/2026", "-5.00", "AETNA"),  # of no charge
    line("CHG", "A3", "6/3/2026", "60.00"),
    line("XFER", "A3", "6/3/2026", "-60.00"),  # nobody knows what it is
]


def books(rows=BOOKS, header=CLAIMS_HEADER):
    return ledger_claims.read((header + "\n".join(rows) + "\n").encode(), "postings/ledger.csv")


def test_a_claim_of_a_ledger_is_an_account_on_a_day_with_all_its_lines():
    found = books()
    told = found.claims.set_index(["patient_control_number", found.claims["service_from"].dt.day])
    amounts = ["charge_cents", "paid_cents", "adjusted_cents", "balance_cents"]
    rows = {key: [None if pd.isna(c) else int(c) for c in row] for key, *row in told[amounts].itertuples()}
    assert rows == {
        ("A1", 1): [25_000, 12_000, 10_000, 2_000],  # 250.00 - 120.00 - 100.00 - 10.00
        ("A1", 8): [9_000, 0, None, 9_000],
        ("A2", 2): [11_000, 11_000, None, 0],  # 150.00 - 40.00, paid in full
        ("A3", 3): [6_000, 0, None, None],  # what a line of no known kind does is not known
    }
    assert told["state"].to_dict() == {
        ("A1", 1): "patient responsibility", ("A1", 8): "unknown", ("A2", 2): "paid", ("A3", 3): "unknown",
    }  # fmt: skip
    assert told["payer_name"].dropna().to_dict() == {("A1", 1): "AETNA", ("A2", 2): "AETNA"}
    assert len(found.no_claims) == 1 and len(found.lines) == 7  # A9 alone is in no claim
    assert len(BOOKS) == found.rows_in + len(found.no_claims) == len(found.claims) + len(found.lines) + 1


@pytest.mark.parametrize(
    "rows",
    [
        [
            line("INSPMT", "A1", "6/1/2026", "80.00", "AETNA"),
            line("INSPMT", "A2", "6/2/2026", "70.00", "AETNA"),
        ],
        [line("CHG", "A1", "6/1/2026", "80.00"), line("CHG", "A2", "6/2/2026", "70.00")],
    ],
)
def test_a_list_of_payments_or_of_charges_alone_is_no_ledger(rows):
    assert books(rows) is None


def test_a_ledger_without_days_of_service_tells_of_no_claims():
    rows = [row("CHG", "200.00"), row("INSPMT", "-80.00"), row("CHG", "20.00", account="A2")]
    assert books(rows, HEADER) is None


def test_a_ledger_without_days_of_service_among_the_postings_is_no_claim_history_that_was_not_read(tmp_path):
    rows = [row("CHG", "200.00"), row("INSPMT", "-80.00"), row("CHG", "20.00", account="A2")]
    text = "\n".join([HEADER.strip(), *(one.strip() for one in rows)]) + "\n"
    folder(tmp_path, {"postings/ledger.csv": text}, practice_answers())
    who = load_practice(tmp_path, "acme", "cedar-grove")
    postings = load_postings(who)
    assert (len(postings.rows), len(postings.set_aside)) == (1, 2)  # one payment, two charges
    assert load_claims(who, load_archive(who)).files.empty


@pytest.mark.parametrize("place", ["postings", "claims"])
def test_a_ledger_tells_claims_wherever_it_lies(tmp_path, place):
    folder(tmp_path, {f"{place}/ledger.csv": CLAIMS_HEADER + "\n".join(BOOKS) + "\n"}, practice_answers())
    who = load_practice(tmp_path, "acme", "cedar-grove")
    claims = load_claims(who, load_archive(who))
    assert len(claims.history) == 4 and claims.files["state"].tolist() == ["read"]


def test_the_claims_of_a_ledger_among_the_postings_are_claims_of_the_practice_and_named_by_who_knows_them(
    tmp_path,
):
    listed = "PAYER NAME,PAYER ID,TRANSACTION,AVAILABLE,NON PAR\nSUNDIAL PLAN,00417,Remits 835,Yes,No\n"
    folder(tmp_path, {"postings/ledger.csv": CLAIMS_HEADER + "\n".join(BOOKS) + "\n"}, practice_answers())
    (tmp_path / "data/raw/acme/payer_list").mkdir(parents=True)
    (tmp_path / "data/raw/acme/payer_list/payers_2026-06-01.csv").write_text(listed)
    who = load_practice(tmp_path, "acme", "cedar-grove")
    claims = load_claims(who, load_archive(who))
    assert claims.history["charge_cents"].sum() == 51_000  # 250.00 + 90.00 + 110.00 + 60.00
    assert len(load_postings(who).rows) == 4  # three payments and what nobody knows


@pytest.mark.parametrize(
    ("known", "name", "payer_id"),
    [
        ([("A1", "SUNDIAL PLAN", None)], "SUNDIAL PLAN", None),
        ([("A1", None, "00417")], "SUNDIAL PLAN", "00417"),  # the list has lost the zeros
        ([("A1", None, "99")], None, "99"),
        ([("A1", "SUNDIAL PLAN", None), ("A1", "AETNA", None)], None, None),  # two payers of one claim
        ([("A2", "SUNDIAL PLAN", None)], None, None),
    ],
)
def test_a_claim_without_a_payer_has_the_one_that_others_name_of_it(known, name, payer_id):
    day = pd.Timestamp("2026-06-01")
    rows = pd.DataFrame(
        {"patient_control_number": ["A1"], "claim_number": [None], "service_from": [day],
         "payer_name": [None], "payer_id": [None]}
    )  # fmt: skip
    texts = ["patient_control_number", "claim_number", "payer_name", "payer_id"]
    rows = rows.astype(dict.fromkeys(texts, "str"))
    others = pd.DataFrame(known, columns=["patient_control_number", "payer_name", "payer_id"], dtype="str")
    found = with_payers(rows, [others.assign(service_from=day)], pd.Series({"417": "SUNDIAL PLAN"}))
    (told,) = (
        found[["payer_name", "payer_id"]]
        .astype(object)
        .where(found[["payer_name", "payer_id"]].notna(), None)
        .to_numpy()
    )
    assert list(told) == [name, payer_id]


@pytest.mark.parametrize(
    ("state", "written", "paid", "is_listed"),
    [
        ("unknown", None, 0, True),  # of a ledger: it says nothing of the claim
        ("unknown", None, 100, False),  # paid in part
        ("unknown", "see note", 0, False),
        ("open", "Billed", 0, False),
    ],
)
def test_a_list_of_denials_tells_of_a_claim_whose_history_says_nothing(state, written, paid, is_listed):
    day = pd.Timestamp("2026-06-01")
    frame = pd.DataFrame(
        {
            "patient_control_number": ["A1"], "claim_number": [None], "service_from": [day], "in_history": [True],
            "history_state": [state], "state_as_written": [written], "history_paid_cents": [paid],
            "outcome": [None], "summary_on": [day], "answer_on": [pd.NaT], "history_reason": [None],
            "history_on": [pd.NaT],
        }
    )  # fmt: skip
    texts = ["patient_control_number", "claim_number", "history_state", "state_as_written", "history_reason"]
    frame = frame.astype(dict.fromkeys([*texts, "outcome"], "str") | {"in_history": "boolean"})
    denials = pd.DataFrame(
        {"patient_control_number": ["A1"], "claim_number": [None], "service_from": [day], "charge_cents": [100],
         "paid_date": [day + pd.Timedelta(days=20)], "denial_reason": ["CO-50"], "state_as_written": [None]}
    ).astype(dict.fromkeys(["patient_control_number", "claim_number", "state_as_written"], "str"))  # fmt: skip
    assert with_listed(frame, denials)["is_listed"].tolist() == [is_listed]


def test_a_payer_id_is_the_payer_that_alone_answers_its_claims():
    day = pd.Timestamp("2026-06-01")
    sent = pd.DataFrame(
        {"patient_control_number": ["A1", "A2", "A3", "A4"], "payer_id": ["00417", "417", "77", "88"]},
        dtype="str",
    ).assign(service_from=day)
    remitted = pd.DataFrame(
        {"patient_control_number": ["A1", "A2", "A3"], "payer_name": ["SUNDIAL", "SUNDIAL", "OAK"]},
        dtype="str",
    ).assign(service_from=day)
    assert names_answered(sent, remitted).to_dict() == {
        "417": "SUNDIAL",
        "77": "OAK",
    }  # nobody answered of 88
    other = remitted.assign(payer_name=["SUNDIAL", "ELM", "OAK"])
    assert names_answered(sent, other).to_dict() == {"77": "OAK"}


@pytest.mark.parametrize(
    ("written", "named", "listed", "whole"),
    [("OAKHL", "Oak Health Plan", [("OAKHLTH", "OAK HEALTH PLAN")], "OAKHLTH"),
     ("OAKHL", None, [("OAKHLTH", "OAK HEALTH PLAN")], "OAKHL"),  # no claim names its payer
     ("OAKHL", "Elm", [("OAKHLTH", "OAK HEALTH PLAN")], "OAKHL"),  # its claim is another payer's
     ("OAKHL", "Oak Health Plan", [("OAKHLTH", "OAK HEALTH PLAN"), ("OAKHLWA", "OAK WEST")], "OAKHL"),  # two begin so
     ("OAKHL", "Oak Health Plan", [("OAKHLTH", "OAK HEALTH PLAN"), ("OAKHL", "OAK LIFE")], "OAKHL"),  # it is whole
     ("00417", "Oak Health Plan", [("004170", "OAK HEALTH PLAN")], "004170"),
     ("OAKHL", "Oak Health Plan", [], "OAKHL")],
)  # fmt: skip
def test_a_payer_id_that_a_page_cuts_short_is_whole_where_the_list_and_the_claim_name_one_payer(
    written, named, listed, whole
):
    day = pd.Timestamp("2026-06-01")
    sent = pd.DataFrame({"patient_control_number": ["A1", "A2"], "payer_id": [written, "77"]}, dtype="str")
    claims = pd.DataFrame(
        {"patient_control_number": ["A1"], "claim_number": [None], "payer_name": [named]}, dtype="str"
    )
    rows = pd.DataFrame(listed, columns=["payer_id", "payer_name"], dtype="str")
    found = with_whole_ids(sent.assign(service_from=day), [claims.assign(service_from=day)], rows)
    assert found["payer_id"].tolist() == [whole, "77"]
