"""What became of the claims of a month of service, by payer, kind of plan, and procedure with its modifiers."""

from __future__ import annotations

import pandas as pd
import pytest
from baseline_makers import billed, book, figure, remitted
from cutover.reading.claims.coded import procedures
from cutover.reading.claims.history import read_claim_history
from cutover.reading.claims.plan_kinds import NOT_STATED, OTHER, kinds
from cutover.reporting.for_owners import fewest
from cutover.workstreams.reporting_baseline import served
from cutover.workstreams.reporting_baseline.against import BY_SERVICE, against
from cutover.workstreams.reporting_baseline.outcomes import (
    DENIED,
    NOTHING,
    PAID,
    SHARE,
    UNKNOWN,
    UNTOLD,
    WAITS,
)
from era_frames import day

REFUSED = (("CO", "50", 10_000),)
DEDUCTIBLE = (("PR", "1", 10_000),)


def told(history=(), eras=(), **said) -> dict[str, str]:
    """What became of each claim, by its account."""
    rows = book(history, eras, **said).outcomes
    return dict(zip(rows["patient_control_number"], rows["outcome"], strict=True))


def denied(number: str, paid: str, **said):
    """One remittance that refuses a claim of $100.00."""
    return remitted(number, paid, 0, taken=REFUSED, **said)


def test_the_rate_of_a_month_of_service_is_of_the_claims_that_are_decided():
    history = [
        billed("A1", "2026-03-02", 4_000, "paid", paid_cents=2_500),
        billed("A2", "2026-03-09", 6_000, "denied"),
        billed("A3", "2026-03-30", 9_000, "pending"),
        billed("A4", "2026-03-31", 1_000, "written off", paid_cents=0),
        billed("A5", "2026-04-01", 2_000, "denied"),
    ]
    rows = book(history).served
    march, april = rows.loc[day("2026-03-01")], rows.loc[day("2026-04-01")]
    assert march["claims"] == march["decided"] + march["waits"] + march["untold"] == 4  # 2 + 1 + 1
    assert march[["decided", "denied", "rate"]].tolist() == [2, 1, 0.5]  # A1 and A2, of them A2
    assert march[["charge_cents", "denied_cents", "waits_cents"]].tolist() == [20_000, 6_000, 9_000]
    assert april[["decided", "denied", "rate"]].tolist() == [1, 1, 1.0]


def test_a_month_whose_claims_are_all_open_has_no_rate():
    row = book([billed("A1", "2026-03-02")]).served.loc[day("2026-03-01")]
    assert row["decided"] == 0 and pd.isna(row["rate"])


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        (("paid", {"paid_cents": 1}), PAID),
        (("paid", {"paid_cents": 0}), UNTOLD),  # closed with nothing paid: denied, or the patient's
        (("paid", {}), PAID),  # no column of payments
        (("patient responsibility", {"paid_cents": 0}), SHARE),
        (("denied", {"paid_cents": 0}), DENIED),
        (("denied", {"paid_cents": 1}), PAID),  # one line of it is denied
        (("appealed", {}), DENIED),
        (("written off", {"paid_cents": 0}), UNTOLD),
        (("written off", {"paid_cents": 500}), PAID),
        (("open", {}), WAITS),
        (("unknown", {}), UNKNOWN),
    ],
)
def test_the_claim_history_says_what_became_of_a_claim(claim, outcome):
    state, said = claim
    assert told([billed("A1", "2026-03-02", state=state, **said)]) == {"A1": outcome}


def test_a_remittance_decides_what_the_history_leaves_open_and_pays_what_it_calls_denied():
    march, late = "2026-03-02", "2026-04-20"
    history = [
        billed(f"A{n}", march, state=state)
        for n, state in enumerate(("pending", "denied", "pending", "paid"))
    ]
    eras = [denied("A0", late, on=march), remitted("A1", late, on=march),
            remitted("A2", late, 0, taken=DEDUCTIBLE, on=march), denied("A3", late, on=march)]  # fmt: skip
    assert told(history, eras) == {
        "A0": DENIED,
        "A1": PAID,
        "A2": SHARE,
        "A3": PAID,
    }  # the history called A3 paid


def test_a_claim_that_was_denied_and_paid_later_is_paid_and_one_that_was_sent_again_waits():
    march = "2026-03-02"
    history = [billed("A1", march), billed("A2", march) | {"submission_date": day("2026-05-02")}]
    eras = [denied("A1", "2026-04-01", on=march), remitted("A1", "2026-05-01", on=march),
            denied("A2", "2026-05-01", on=march)]  # fmt: skip
    assert told(history, eras) == {"A1": PAID, "A2": WAITS}  # A2 went out a day after its denial
    history[1]["submission_date"] = day("2026-05-01")
    assert told(history, eras)["A2"] == DENIED


def test_claims_of_two_payers_of_one_account_and_day_have_each_the_answer_of_their_own():
    history = [billed("A1", "2026-03-02", payer_name=payer, claim_number=n) for n, payer in
               (("1", "AETNA"), ("2", "CIGNA"))]  # fmt: skip
    eras = [denied("A1", "2026-04-01", on="2026-03-02", payer="CIGNA")]
    rows = book(history, eras).outcomes
    assert dict(zip(rows["payer"], rows["outcome"], strict=True)) == {"AETNA": WAITS, "CIGNA": DENIED}


def test_a_later_payers_denial_does_not_deny_a_claim_that_the_first_one_paid():
    eras = [
        remitted("A1", "2026-04-01", on="2026-03-02"),
        denied("A1", "2026-04-20", on="2026-03-02", status="2"),
    ]
    assert told([billed("A1", "2026-03-02")], eras) == {"A1": PAID}
    assert told([billed("A1", "2026-03-02")], eras[1:]) == {"A1": DENIED}


def test_an_answer_without_payment_and_without_refusal_is_decided_and_not_denied():
    eras = [remitted("A1", "2026-04-01", 0, taken=(), on="2026-03-02")]
    rows = book([billed("A1", "2026-03-02")], eras)
    assert rows.outcomes["outcome"].tolist() == [NOTHING]
    assert rows.served.loc[day("2026-03-01"), "decided"] == 1


def test_a_denial_rate_of_the_client_by_month_of_service_is_named_so():
    history = [billed(f"A{n}", "2026-03-02", state="denied" if n == 0 else "paid") for n in range(4)]
    eras = [remitted("B1", "2026-03-20", on="2026-02-02")]
    (row,) = against(book(history, eras, figures=[figure("2026-03", "denial rate", rate=0.25)])).to_dict(
        "records"
    )
    assert row["why"] == BY_SERVICE  # 1 of 4


def test_the_headline_is_of_the_last_whole_month_of_which_nine_of_ten_claims_are_decided():
    def state(n: int, open_: int) -> str:
        return "pending" if n < open_ else "denied" if n == 9 else "paid"

    def claims(month: str, open_: int) -> list[dict]:
        return [billed(f"{month}{n}", f"{month}-{n + 1:02d}", state=state(n, open_)) for n in range(10)]

    months = ("2026-01", "2026-02", "2026-03", "2026-04")
    history = (
        [row for month in months for row in claims(month, 1)] + claims("2026-05", 2) + claims("2026-07", 0)
    )
    found = served.figure(book(history))
    assert found.value == "11.1 %"  # April: 1 of 9, one open; of May 8 of 10 are decided; July is not whole
    assert found.note == "2026-04: 1 of 9 claims decided; 1 more not decided"
    assert served.figure(book(claims("2026-04", 5))).value is None


def test_charges_of_a_payer_and_month_and_of_a_kind_of_plan_add_up_to_those_of_the_month():
    history = [
        billed("A1", "2026-03-02", 5_000, payer_name="EYE PLAN", plan_kind="Vis."),
        billed("A2", "2026-03-03", 7_000, "denied", payer_name="AETNA", plan_kind="MEDICAL"),
        billed("A3", "2026-03-04", 1_100, payer_name="AETNA"),
        billed("A4", "2026-04-04", 900, payer_name="AETNA", plan_kind="medical"),
        billed("A5", "2026-04-05", 900, payer_name="AETNA", plan_kind="medical") | {"charge_cents": None},
    ]
    rows = book(history).outcomes
    kinds_ = served.by_kind(rows).set_index(["month", "kind"])
    march, april = day("2026-03-01"), day("2026-04-01")
    assert kinds_.loc[march, "charge_cents"].to_dict() == {
        "medical": 7_000,
        "vision": 5_000,
        NOT_STATED: 1_100,
    }
    assert kinds_.loc[(april, "medical"), ["claims", "charge_cents", "unknown"]].tolist() == [2, 900, 1]
    payers = served.by_payer(rows).set_index(["month", "payer"])
    assert payers.loc[(march, "AETNA"), ["claims", "charge_cents", "decided_count"]].tolist() == [2, 8_100, 1]
    assert payers["claims"].sum() == kinds_["claims"].sum() == len(history)
    assert fewest(list(served.OF_PAYERS)) == {"claims": 5, "decided_count": 5, "denied_count": 5}


def test_without_a_kind_of_plan_in_any_list_there_is_no_table_of_kinds():
    assert served.by_kind(book([billed("A1", "2026-03-02")]).outcomes).empty


def test_words_for_kinds_of_plans_that_nobody_knows_are_kinds_until_there_are_too_many():
    assert kinds(pd.Series(["PPO", "ppo ", "Eye Care", None])).tolist() == [
        "ppo",
        "ppo",
        "vision",
        NOT_STATED,
    ]
    many = pd.Series([f"word {n}" for n in range(13)] + ["Dental"])  # one more than twelve
    assert set(kinds(many)) == {OTHER, "dental"}
    assert kinds(many[1:]).nunique() == 13


def coded(columns: dict[str, list], **used: str) -> list[str | None]:
    """The procedures of rows whose columns stand in this order; `used` names the column of each field."""
    frame = pd.DataFrame(columns, dtype=object)
    found = pd.DataFrame({key: frame[column] for key, column in used.items()})
    return [None if pd.isna(one) else one for one in procedures(found, used, list(columns))]


def test_a_blank_modifier_is_none_only_where_the_list_has_modifiers():
    rows = {"cpt": ["97140", "97140"], "mod": ["GP", None]}
    assert coded(rows, procedure_code="cpt", modifier="mod") == ["97140-GP", "97140"]
    assert coded(rows, procedure_code="cpt") == [None, None]
    assert coded({"cpt": ["97140-GP", "97140"]}, procedure_code="cpt") == ["97140-GP", "97140"]


def test_a_modifier_belongs_to_the_procedure_before_it_or_of_its_number():
    names = {"procedure_code_1": "c1", "modifier": "m1", "procedure_code_2": "c2", "modifier_2": "m2"}
    row = {"c1": ["97140"], "m1": ["59"], "c2": ["97110"], "m2": [None]}
    assert coded(row, **names) == ["97140-59 97110"]
    assert coded({key: row[key] for key in ("c1", "c2", "m1", "m2")}, **names) == ["97140-59 97110"]
    # two modifiers of the first procedure, and none of the second
    assert coded({"c1": ["97140"], "m1": ["59"], "m2": ["GP"], "c2": ["97110"]}, **names) == ["97140-59-GP"]
    # one modifier behind two procedures: whose it is nobody knows
    assert coded(
        {"c1": ["97140"], "c2": ["97110"], "m1": ["59"]}, **{k: v for k, v in names.items() if v != "m2"}
    ) == [None]


def test_a_second_procedure_without_a_modifier_column_tells_nothing_of_its_own():
    row = {"c1": ["97140"], "m1": [None], "c2": ["97110"]}
    assert coded(row, procedure_code_1="c1", modifier="m1", procedure_code_2="c2") == ["97140"]


@pytest.mark.parametrize(
    ("cell", "mark", "expected"),
    [
        ("99213-25+81002", None, "99213-25 81002"),
        ("99213, 81002", "25", None),  # of which one
        ("99213 x2", "25", None),  # units
        ("99213", "LT/RT", "99213-LT-RT"),
        ("99213", "5925", "99213-25-59"),
        ("99213", "01", None),
        ("office visit", "25", None),
    ],
)
def test_a_cell_that_holds_anything_but_procedures_and_modifiers_tells_nothing(cell, mark, expected):
    assert (
        coded({"cpt": [cell, "81002"], "mod": [mark, "QW"]}, procedure_code="cpt", modifier="mod")[0]
        == expected
    )


def test_claims_sent_with_and_without_a_modifier_are_counted_answered_or_not():
    def sent(number: str, state: str, codes: str | None, payer: str = "NORIDIAN") -> dict:
        return billed(number, "2026-03-02", 5_000, state, payer_name=payer, procedures=codes)

    history = [sent("A1", "denied", "98940"), sent("A2", "pending", "98940"), sent("A3", "paid", "98940-AT"),
               sent("A4", "denied", "98940", "CIGNA"), sent("A5", "paid", None)]  # fmt: skip
    rows = served.coded(book(history).outcomes).set_index(["payer", "procedure", "modifiers"])
    bare = rows.loc[("NORIDIAN", "98940", "none")]
    assert bare[["claims", "denied_count", "waits", "denied_cents"]].tolist() == [2, 1, 1, 5_000]
    assert rows.loc[("NORIDIAN", "98940", "AT"), "claims"] == 1
    assert rows["claims"].sum() == 4  # A5 tells no procedure
    assert rows["claims"].sum() == rows["waits"].sum() + rows["denied_count"].sum() + 1  # A3 is paid


def test_a_list_with_numbered_procedures_and_their_kind_of_plan_is_read_into_the_history():
    text = (
        "Slip no,Seen,Went out,Ins,Plan kind,Code1,M1,Code2,M2,Charges,Paid,Status\n"
        "S-1,02/03/2026,02/05/2026,Humana,med,97140,59,97110,GP,120.00,80.00,Paid\n"
        "S-2,02/04/2026,02/06/2026,Humana,vis,97140,,,,60.00,0.00,Denied\n"
    )
    read = read_claim_history(text.encode(), "list.csv").claims
    assert read["procedures"].tolist() == ["97140-59 97110-GP", "97140"]
    assert read["plan_kind"].tolist() == ["med", "vis"]


def test_the_lines_of_one_claim_have_each_its_procedure():
    text = (
        "Claim no,Service date,Payer,CPT,Mod,Charge,Status\n"
        "7001,02/03/2026,Humana,97140,59,60.00,Paid\n"
        "7001,02/03/2026,Humana,97110,,40.00,Paid\n"
        "7002,02/03/2026,Humana,97110,GP,40.00,Denied\n"
    )
    read = read_claim_history(text.encode(), "lines.csv")
    assert dict(zip(read.claims["claim_number"], read.claims["procedures"], strict=True)) == {
        "7001": "97140-59 97110", "7002": "97110-GP"}  # fmt: skip
    assert len(read.claims) + len(read.lines) == read.rows_in == 3
