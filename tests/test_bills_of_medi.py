"""Bills whose column of words is headed Line or the like, and Medi's own bills, which are no charge of Office Ally."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import practice, put
from cost_cases import AS_OF, MONTHS, one_files, submissions
from cutover.columns import conform
from cutover.reading.claims.charges import is_of_medi
from cutover.reading.claims.invoices import INVOICE_LINES, NO_MONTH, OF_MEDI, load_invoices
from cutover.reading.practice.usable_rows import Usable
from cutover.workstreams.cost.bills import Sent, billed, in_parts, printed
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.report import assess
from cutover.workstreams.cost.volumes import VOLUMES
from parallel_frames import frame

ROWS = "Eligibility checks,30,0.10,3.00\nPlatform access,1,25.00,25.00\n,,Due,28.00\n"


def bills(tmp_path, name: str, header: str = "Line,Units,Unit price,Total", rows: str = ROWS):
    made = practice(tmp_path)
    put(made, f"invoices/{name}", f"Statement,June 2026\n\n{header}\n{rows}")
    return load_invoices(made)


@pytest.mark.parametrize("head", ["Line", "Ln", "Line item", "Entry", "Particulars", "LINE"])
def test_the_words_of_a_bill_are_known_by_what_it_calls_a_line(tmp_path, head):
    found = bills(tmp_path, "bill 2026-06.csv", f"{head},Units,Unit price,Total")
    assert found.lines["description"].tolist() == ["Eligibility checks", "Platform access"]
    assert found.lines["amount_cents"].tolist() == [300, 2_500] and found.problems.empty


@pytest.mark.parametrize("head", ["Line", "Ln", "Entry"])
def test_a_column_of_line_numbers_is_no_description_beside_one(tmp_path, head):
    rows = "1,Eligibility checks,3.00\n2,Platform access,25.00\n"
    found = bills(tmp_path, "bill 2026-06.csv", f"{head},Description,Total", rows)
    assert found.lines["description"].tolist() == ["Eligibility checks", "Platform access"]
    alone = bills(tmp_path / "alone", "bill 2026-06.csv", f"{head},Total", "1,3.00\n2,25.00\n")
    assert alone.lines.empty and alone.problems["found"].tolist() == ["a line without a description"] * 2


@pytest.mark.parametrize(
    ("name", "theirs"),
    [("medi_statement_2026-06.csv", True), ("Bill Medi June.csv", True), ("intermedia 2026-06.csv", False),
     ("medicare bill 2026-06.csv", False), ("office ally.csv", False)],
)  # fmt: skip
def test_a_bill_is_medis_by_the_name_of_its_file(tmp_path, name, theirs):
    assert is_of_medi(f"invoices/{name}") is theirs
    found = bills(tmp_path, name)
    assert (len(found.lines), len(found.medi)) == ((0, 2) if theirs else (2, 0))
    assert found.problems.empty
    if theirs:
        assert found.medi["amount_cents"].sum() == 300 + 2_500  # the total is the sum of its lines
        assert found.medi["month"].dt.strftime("%Y-%m").unique().tolist() == ["2026-06"]


@pytest.mark.parametrize("name", ["medi_2026-06.csv", "office ally 2026-06.csv"])
def test_medis_bill_is_said_in_the_comparison_and_is_no_charge_that_ends(tmp_path, name):
    found = bills(tmp_path, name)
    files = one_files(claims=submissions(MONTHS, 10), invoices=found)
    told = assess(Inputs((files,), (), AS_OF, files.practice.slug, "Elm", options()))
    said = [limit for limit in told.limits if limit.startswith("Medi's own bills")]
    assert bool(said) is name.startswith("medi")
    if said:
        # 30 eligibility checks at 0.25 at the most are 7.50, the platform of one practice is 20.00
        assert "(2026-06: $28.00, by the price list at most $27.50)" in said[0]
    raised = {one.code: (one.count, one.amount_cents) for one in told.findings}
    assert raised.get("cost-medi-billed-above") == ((1, 500) if said else None)  # the platform: 25.00 - 20.00


# 2 * 20.00 + 10 * 0.70 + 4 * 0.25 = 40.00 + 7.00 + 1.00 = 48.00
OWN = "Platform,2,20.00,40.00\nClaims,10,0.70,7.00\nEligibility checks,4,0.25,1.00\nTotal due,,,48.00\n"


@pytest.mark.parametrize(
    ("rows", "theirs"),
    [
        (OWN, True),
        (OWN.replace("Claims,10", "Claims with ERAs,10"), True),
        (OWN.replace("0.70,7.00", "0.70,7.10").replace("48.00", "48.10"), False),  # 10 * 0.70 is no 7.10
        (OWN.replace("Platform", "Practice Mate"), False),  # of Office Ally
        (OWN.replace("Eligibility checks", "Setup"), False),  # a line that Medi's price list has no item for
        ("Platform,2,20.00,40.00\nEligibility checks,4,0.25,1.00\n", False),  # no claims
    ],
)
def test_a_bill_whose_file_names_nobody_is_medis_by_its_lines(tmp_path, rows, theirs):
    found = bills(tmp_path, "bill 2026-06.csv", "line,qty,unit,amount", rows)
    assert (found.lines.empty, len(found.medi) > 0) == (theirs, theirs) and found.problems.empty
    if rows == OWN:
        assert found.medi["amount_cents"].tolist() == [4_000, 700, 100]
        assert found.medi["quantity"].tolist() == [2, 10, 4]
        assert found.medi["month"].dt.strftime("%Y-%m").unique().tolist() == ["2026-06"]


@pytest.mark.parametrize(
    ("path", "theirs"),
    [
        ("medi_bills/2026-06.csv", True), ("Medi invoices/june 2026.csv", True), ("bills/2026-06.csv", False),
        ("medi_bills/office ally 2026-06.csv", False), ("bills/medi june 2026.csv", True),
        ("Medi and OA invoices/2026-06.csv", False),
    ],
)  # fmt: skip
def test_bills_in_a_folder_called_after_bills_are_read_and_are_medis_where_it_says_so(tmp_path, path, theirs):
    made = practice(tmp_path)
    put(made, path, f"Statement,June 2026\n\nline,qty,unit,amount\n{ROWS}")
    found = load_invoices(made)
    assert (len(found.lines), len(found.medi)) == ((0, 2) if theirs else (2, 0))


def test_a_bill_that_names_office_ally_is_none_of_medi_whatever_its_lines_are_for(tmp_path):
    found = bills(tmp_path, "office ally 2026-06.csv", "line,qty,unit,amount", OWN)
    assert len(found.lines) == 3 and found.medi.empty


def test_a_total_of_medis_bill_that_its_lines_do_not_make_is_told(tmp_path):
    found = bills(tmp_path, "medi 2026-06.csv", rows=ROWS.replace("28.00", "28.01"))
    assert len(found.medi) == 2 and found.problems["found"].tolist() == [
        "a total of $28.01 over lines of $28.00"
    ]


def test_a_bill_of_medi_that_is_set_aside_is_nothing_to_mend_and_another_without_months_is():
    theirs, other = Usable(2, 0, {OF_MEDI: 2}), Usable(2, 0, {NO_MONTH: 2})
    assert not theirs.is_odd and not theirs.is_useless
    assert other.is_odd and other.is_useless


def one_bill(*rows, month="2026-07-01"):
    """Each line's most and what is billed above it, of a bill of (words, number, cents)."""
    lines = pd.DataFrame(rows, columns=["description", "quantity", "amount_cents"])
    lines = conform(
        lines.assign(month=pd.Timestamp(month)).reindex(columns=[c.name for c in INVOICE_LINES]),
        INVOICE_LINES,
    )
    found = billed(lines).astype(object)
    return list(zip(*(found[name].where(found[name].notna(), None) for name in ("item", "most_cents", "over_cents")),
                    strict=True))  # fmt: skip


def test_a_line_of_medis_bill_may_cost_the_price_list_at_its_highest():
    assert one_bill(
        ("Platform per practice", 1, 2_000), ("Claims", 600, 42_001), ("Eligibility", 10, 200),
        ("Claim status", 10, 201), ("Claim attachments", 2, 300), ("COB claims", 1, 151),
    ) == [
        ("platform", 2_000, 0),
        ("claim", 41_500, 501),  # 500 at 0.70 and 100 at 0.65 = 415.00; all at 0.65 were 390.00
        ("eligibility", 250, 0),  # 0.25 by the guide, 0.20 by the page: the higher
        ("claim status", 200, 1),
        ("attachment", 300, 0),
        ("COB", 150, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "item"),
    [("Claims (ERA included)", "claim"), ("Claim submissions incl. remittances", "claim"), ("837P + 835", "claim"),
     ("Claims with ERAs", "claim"), ("Remittances (with their claims)", "remittance"), ("ERA", "remittance"),
     ("(835) files", "remittance"), ("Claim status (276, 277)", "claim status"), ("Setup (once)", None)],
)  # fmt: skip
def test_a_line_is_for_what_it_names_before_what_comes_with_it(words, item):
    assert one_bill((words, 1, 70))[0][0] == item


def month_of(*rows, sent=()):
    lines = pd.DataFrame(rows, columns=["description", "quantity", "amount_cents"]).assign(
        month=pd.Timestamp("2026-07-01")
    )
    lines = conform(lines.reindex(columns=[c.name for c in INVOICE_LINES]), INVOICE_LINES)
    days = pd.Series(pd.to_datetime(list(sent)), dtype="datetime64[ms]")
    return in_parts(lines, Sent(days, dt.date(2026, 6, 1), dt.date(2026, 8, 31)))


@pytest.mark.parametrize(
    ("number", "cents", "rest"),
    [(3, 210, "1 more, $0.70"), (2, 140, "as many"), (1, 70, "1 fewer, $0.70"), (3, 200, "1 more")],
)  # of 200 cents for 3 no price of one is known
def test_the_claims_of_medis_bill_stand_beside_those_of_its_lists_in_that_month(number, cents, rest):
    sent = ["2026-07-02", "2026-07-30", "2026-08-01", "2026-06-30"]
    parts, claims = month_of(("Platform", 1, 2_000), ("Claims", number, cents), ("COB", 0, 0), sent=sent)
    assert parts == f"Medi's bill of 2026-07 is made of platform $20.00 and claim ${cents / 100:.2f}."
    assert claims.endswith(f"and Medi's lists have 2 sent in that month, the last on 2026-07-30: {rest}.")


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        # 40.00 + 3.50 - 7.25 = 36.25: the bill
        (
            (("Platform", 2, 4_000), ("Claims", 5, 350), ("Goodwill", None, -725)),
            "platform $40.00, claim $3.50 and a credit −$7.25",
        ),
        (
            (("Platform", 2, 4_000), ("Platform, June again", -1, -2_000)),
            "platform $40.00 and credit for platform −$20.00",
        ),
        ((("Platform", 2, 4_000), ("Training", 1, 900)), "platform $40.00 and other $9.00"),
        ((("Platform", 2, 4_000), ("Goodwill", None, 0)), None),  # one part
    ],
)
def test_the_parts_of_medis_bill_sum_to_it_with_its_credits_and_other_lines(rows, parts):
    assert month_of(*rows) == (() if parts is None else (f"Medi's bill of 2026-07 is made of {parts}.",))


def test_nothing_is_compared_without_a_number_or_a_list_of_that_month():
    assert month_of(("Claims", None, 140), sent=["2026-07-02"]) == ()
    assert month_of(("Claims", 2, 140), sent=["2026-08-02"]) == ()


def test_a_remittance_costs_nothing_beside_a_claim_of_the_month_and_else_it_is_not_known():
    assert one_bill(("Remittances", 3, 45), ("Claims", 1, 70))[0] == ("remittance", 0, 45)
    assert one_bill(("Remittances", 3, 45), ("Eligibility", 1, 25))[0] == ("remittance", None, None)


@pytest.mark.parametrize(
    ("row", "month"),
    [(("Training", 1, 500), "2026-07-01"), (("Claims", None, 500), "2026-07-01"), (("Claims", -1, -70), "2026-07-01"),
     (("Claims", 1, 500), "2026-05-01"), (("Claims", 1, 500), None)],
)  # fmt: skip
def test_what_the_list_does_not_tell_is_not_said_to_be_above_it(row, month):
    assert one_bill(row, month=month)[0][1:] == (None, None)


def test_printing_on_the_bills_stands_beside_the_claims_on_paper():
    def line(month: str, charge: str, number: int | None, cents: int) -> dict:
        return {"month": pd.Timestamp(month), "charge": charge, "quantity": number, "amount_cents": cents}

    def on_paper(month: str, number: int) -> dict:
        return {
            "month": pd.Timestamp(month),
            "transaction": "paper claim",
            "count": number,
            "basis": "counted",
        }

    lines = frame(INVOICE_LINES, [
        line("2026-02-01", "printing", 5, 300), line("2026-03-01", "printing", 4, 240),
        line("2026-04-01", "printing", None, 60), line("2026-05-01", "non-par fee", 1, 4_495),
    ])  # fmt: skip
    known = frame(VOLUMES, [on_paper("2026-02-01", 2), on_paper("2026-03-01", 4), on_paper("2026-05-01", 3)])
    assert printed(lines, known) == (
        "Printing on the bill of 2026-02: 5 for $3.00. Claims on paper in the claim list: 2.",
        "Printing on the bill of 2026-03: 4 for $2.40. Claims on paper in the claim list: 4.",
        "Printing on the bill of 2026-04: $0.60. The claim list does not tell how many claims went on paper.",
        "Where the two differ, ask Office Ally what else was printed, and whether it counts pages.",
        "Claims on paper in months whose bill has no printing: 3 (2026-05).",
    )
    assert printed(lines[1:2], known[1:2])[1:] == ()  # they agree
    assert printed(lines[3:], known) == ()


@pytest.mark.parametrize("known", [True, False])
def test_medis_price_list_is_printed_with_its_tiers_day_and_source_so_that_any_volume_can_be_priced(known):
    files = one_files(claims=submissions(MONTHS, 10)) if known else one_files()
    told = assess(Inputs((files,), (), AS_OF, files.practice.slug, "Elm", options())).tables["prices"]
    claims = told.frame[told.frame["item"].eq("claim")]
    # 600 claims: 500 at 0.70 and 100 at 0.65 are 415.00, or all at 0.65 are 390.00
    assert claims[["start", "price_cents"]].to_numpy().tolist() == [[1, 70], [501, 65], [5_001, 55]]
    assert told.frame["read_on"].eq(pd.Timestamp("2026-06-07")).all()
    assert claims["source"].str.contains("Migrating from Office Ally").all()
    moves = told.frame[told.frame["item"].eq("migration")].set_index("unit")["price_cents"].to_dict()
    assert moves == {"practice, once, 12-month commitment": 0, "practice, once, month to month": 10_000}
    assert "at most $3,000.00 from month to month" in told.note
