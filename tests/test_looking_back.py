"""Looking back in dollars: what Office Ally charged month by month, and what Medi's list makes of the same counts."""

from __future__ import annotations

import pandas as pd
from cost_cases import AS_OF, one_files, one_invoice, submissions
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.inputs import Inputs


def looked(*files, practice="elm"):
    made = cost.assess(Inputs(tuple(files), (), AS_OF, practice, "Elm Clinic"))
    found = made.tables["back"]
    return found.frame.set_index("period"), found.note


def sent(**months):
    """Claims of months: `m05=3` are three of 2026-05."""
    parts = [submissions([f"2026-{name[1:]}"], each=number) for name, number in months.items()]
    return tuple(pd.concat(some, ignore_index=True) for some in zip(*parts, strict=True))


def bill(*months):
    """Invoices of (month, checks, dollars for them) with one fee each."""
    lines = [(m, "Eligibility inquiries", n, money) for m, n, money in months]
    return one_invoice(*lines, *((m, "Non-par fee", 1, "44.95") for m, *_ in months))


def test_a_month_has_its_charges_by_kind_its_counts_and_medi_s_price_of_them():
    claims = sent(m04=10, m05=4, m06=6)
    rows, note = looked(
        one_files(claims=claims, invoices=bill(("2026-04", 20, "2.00"), ("2026-05", 8, "0.80")))
    )
    april = rows.loc["2026-04"]
    assert april[["non-par fee_cents", "eligibility_cents", "charged_cents"]].tolist() == [4_495, 200, 4_695]
    assert april[["claims_count", "eligibility_count"]].tolist() == [10, 20]
    # 20.00 + 10 x 0.70 + 20 checks at 0.20 or 0.25 = 31.00 or 32.00; 46.95 less that
    assert april[["medi_low_cents", "medi_high_cents"]].tolist() == [3_100, 3_200]
    assert april[["less_low_cents", "less_high_cents"]].tolist() == [1_495, 1_595]
    # May: 20.00 + 4 x 0.70 + 8 x 0.20 or 0.25 = 24.40 or 24.80; both months 55.40 to 56.80 of 92.70
    both = rows.loc["together, 2 months"]
    assert both[["charged_cents", "medi_low_cents", "medi_high_cents"]].tolist() == [9_270, 5_540, 5_680]
    assert "In 2 months: Office Ally $92.70, Medi $55.40 to $56.80." in note


def test_a_month_without_an_invoice_is_unknown_and_in_no_sum():
    claims = sent(m04=10, m06=6)
    rows, note = looked(one_files(claims=claims, invoices=bill(("2026-04", 20, "2.00"))))
    june = rows.loc["2026-06"]
    # six claims are known; what was charged and how many checks were made is not, so neither is Medi's price
    assert june["claims_count"] == 6
    assert june[["charged_cents", "eligibility_count", "medi_low_cents", "less_high_cents"]].isna().all()
    assert rows.loc["together, 1 month", "charged_cents"] == 4_695
    assert "1 month has an invoice; what the others were charged is not known" in note


def test_six_months_that_follow_each_other_have_a_sum_of_their_own():
    months = [f"2026-{n:02d}" for n in range(1, 8)]
    claims = sent(**{f"m{m[-2:]}": 2 for m in months})
    rows, _ = looked(one_files(claims=claims, invoices=bill(*((m, 4, "0.40") for m in months))))
    # 6 x (20.00 + 2 x 0.70 + 4 x 0.25) = 134.40 of 6 x 45.35 = 272.10
    assert rows.loc["the last 6 months", ["charged_cents", "medi_high_cents"]].tolist() == [27_210, 13_440]
    assert rows.index[-1] == "together, 7 months"
    holed = bill(*((m, 4, "0.40") for m in months if m != "2026-05"))
    assert "the last 6 months" not in looked(one_files(claims=claims, invoices=holed))[0].index


def test_claims_that_nobody_counts_leave_medi_s_price_unknown():
    rows, note = looked(one_files(invoices=bill(("2026-04", 20, "2.00"))))
    assert rows.loc["2026-04", "charged_cents"] == 4_695 and pd.isna(rows.loc["2026-04", "medi_high_cents"])
    assert not rows.index.str.startswith("together").any() and "claims" in note
    none, said = looked(one_files())
    assert none.empty and said.startswith("No invoice and no count of the last twelve months is on file.")


def test_a_book_has_the_sums_of_each_practice():
    claims, charged = sent(m04=10), bill(("2026-04", 20, "2.00"))
    two = [one_files(slug, slug.title(), claims=claims, invoices=charged) for slug in ("elm", "oak")]
    rows, _ = looked(*two, practice=None)
    assert rows[["practice", "medi_high_cents"]].values.tolist() == [["Elm", 3_200], ["Oak", 3_200]]


def test_checks_of_the_guide_s_other_page_are_not_doubled():
    rows, note = looked(
        one_files(claims=sent(m04=10), invoices=one_invoice(("2026-04", "Non-par fee", 1, "44.95")))
    )
    # no invoice bills checks by the number: 20.00 + 10 x 0.70 alone, and it is said
    assert rows.loc["2026-04", ["medi_low_cents", "medi_high_cents"]].tolist() == [2_700, 2_700]
    assert "counts eligibility checks" in note
