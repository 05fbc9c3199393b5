"""The text ERA says which checks it describes, and nothing of it is lost."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.era.archive import load_archive
from cutover.reading.era.kind import kind_of
from cutover.reading.era.not_read import not_read
from cutover.reading.era.paper import paper_rows
from cutover.reading.era.tables import TEXT_CHECKS
from cutover.reading.era.text import read_text_era
from cutover.reading.practice import book
from cutover.reporting.privacy import known
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from notebook_maker import one_practice

RULE, DASHES = "=" * 152, "-" * 152
CHECKS = f"{'Check#':<31}{'Amount':<16}{'# Claims':<15}{'NPI or Tax ID':<24}{'Payee':<30}Date"
CLAIM = (
    f"{'Check#':<31}{'Patient ID':<19}{'Last,First':<20}{'Charge Amt':<12}{'Payment Amt':<13}{'Accnt#':<14}"
    f"{'Status':<31}Payer"
)
LINE = "          Line Item:  Svc Date   CPT    Charge Amt   Payment Amt  Total Adj Amt  Remarks"


def check(
    number="E100", amount="48.80", claims=1, payee_id="1234567893", payee="CEDAR GROVE", date="12/21/2018"
):
    """One row of the check summary; a value that is too long pushes the others to the right."""
    return f"{number:<30} {amount:<15} {claims:<14} {payee_id:<23} {payee:<29} {date}"


def claim(
    number="E100",
    paid="48.80",
    name="DOE,JANE",
    status="PROCESSED AS PRIMARY",
    payer="ABC EAST",
    charge="65.00",
    account="1112",
):
    """The block of one claim: header, first line, payer's address, one service line."""
    indent = " " * 140
    return [
        DASHES,
        CLAIM,
        f"{number:<30} {'M1':<18} {name:<19} {charge:<11} {paid:<12} {account:<13} "
        f"{status:<30} {payer}".rstrip(),
        f"{indent}PO BOX 12",
        f"{indent}SOMEWHERE,GA 11111",
        f"{indent}Tax ID: 11-1111110",
        f"{' ' * 96}Payer Claim Control Number: 111111111000",
        f"{' ' * 96}Claim Statement Period:     01/30/2019 - 01/30/2019",
        "",
        LINE,
        f"{' ' * 22}10/25/2018 92507  {charge:<12} {paid:<12} 16.20          NO REMARKS",
        "",
        f"{' ' * 32}Adjustment Group            Adj Amt Translated Reason Code",
        f"{' ' * 32}CONTRACTUAL OBLIGATIONS     16.20   CHARGES EXCEED YOUR ARRANGEMENT.",
    ]


def letter(checks: list[str], *claims: list[str], end="\r\n", before: list[str] = []) -> bytes:  # noqa: B006
    """A whole text ERA."""
    lines = [
        "Dear: Jane Doe",
        "",
        "Your Claims have been adjudicated by the Payer.",
        "",
        *before,
        RULE,
        CHECKS,
        RULE,
    ]
    lines += [*checks, "", *(line for block in claims for line in block)]
    return (end.join(lines) + end).encode("latin-1")


def read(data: bytes) -> list[dict]:
    """The rows, nulls as None."""
    frame = read_text_era(data, "era/a.txt")
    assert {c.name: str(frame[c.name].dtype) for c in TEXT_CHECKS} == {c.name: c.dtype for c in TEXT_CHECKS}
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def test_a_check_is_read_with_its_claims():
    (row,) = read(letter([check()], claim()))
    assert row == {
        "check_id": 0,
        "check_number": "E100",
        "amount_cents": 4880,
        "claims_stated": 1,
        "payee_id": "1234567893",
        "payee_name": "CEDAR GROVE",
        "check_date": dt.datetime(2018, 12, 21),  # noqa: DTZ001
        "payer_name": "ABC EAST",
        "claims_counted": 1,
        "claims_paid_cents": 4880,
        "claim_accounts": "1112=4880",
        "source_file": "era/a.txt",
        "source_row": 8,  # four lines of letter, rule, header, rule, check
    }


def test_claims_go_to_the_check_whose_number_they_bear():
    rows = read(
        letter(
            [check("E1", "150.00", 2), check("E2", "7.00", 1), check("E3", "0.00", 0)],
            claim("E1", "100.00", payer="PAYER ONE"),
            claim("E2", "7.00", payer="PAYER TWO"),
            claim("E1", "50.00", payer="PAYER ONE"),
        )
    )
    assert [
        (r["check_number"], r["claims_counted"], r["claims_paid_cents"], r["payer_name"]) for r in rows
    ] == [
        ("E1", 2, 15_000, "PAYER ONE"),  # 100.00 + 50.00
        ("E2", 1, 700, "PAYER TWO"),
        ("E3", 0, 0, None),
    ]


@pytest.mark.parametrize(
    ("said", "cents"),
    [
        ("0.00", 0),
        ("1,234,567.89", 123_456_789),
        ("-48.80", -4880),
        ("-1,048.80", -104_880),
        ("$48.80", 4880),
        ("(48.80)", -4880),
        ("48.80-", -4880),
        (".80", 80),
    ],
)
def test_amounts_are_read_as_people_write_them(said, cents):
    (row,) = read(letter([check(amount=said)], claim(paid=said)))
    assert (row["amount_cents"], row["claims_paid_cents"]) == (cents, cents)


def test_a_reversal_lowers_what_the_claims_of_a_check_come_to():
    (row,) = read(
        letter([check(amount="51.20", claims=2)], claim(paid="-48.80", status="OTHER"), claim(paid="100.00"))
    )
    assert row["claims_paid_cents"] == 5120  # 10000 - 4880
    assert row["claims_counted"] == 2


def test_the_claims_of_a_check_are_told_by_account_and_amount_where_they_bear_an_account():
    blocks = [
        claim(paid="-1.50", account="A-1"),
        claim(paid="2.00", account=""),
        claim(account="B2", payer=""),
    ]
    (row,) = read(letter([check(claims=4)], *blocks, claim(account="C 3" + "4" * 10)))
    assert (
        row["claim_accounts"] == "A-1=-150; B2=4880; C 34444444444=4880"
    )  # 13 letters, all that the column has


def test_a_blank_check_number_is_null_and_its_claims_are_its_own():
    rows = read(letter([check("", "9.00"), check("E1", "5.00")], claim("", "9.00"), claim("E1", "5.00")))
    assert [(r["check_number"], r["claims_paid_cents"]) for r in rows] == [(None, 900), ("E1", 500)]


def test_checks_without_a_number_share_their_claims_in_order_as_many_as_each_states():
    blocks = [claim("", paid) for paid in ("1.00", "2.00", "4.00")]
    rows = read(letter([check("", "3.00", 2), check("", "4.00", 1)], *blocks))
    assert [r["claims_paid_cents"] for r in rows] == [300, 400]  # 1.00 + 2.00, then 4.00


def test_claims_of_a_check_without_a_summary_are_kept_in_a_row_of_their_own():
    rows = read(letter([check("E1", "5.00")], claim("E1", "5.00"), claim("E9", "8.00")))
    assert rows[1]["check_number"] == "E9"
    assert (rows[1]["amount_cents"], rows[1]["claims_stated"], rows[1]["source_row"]) == (None, None, None)
    assert (rows[1]["claims_counted"], rows[1]["claims_paid_cents"]) == (1, 800)


def test_values_too_long_for_their_columns_push_the_rest_and_are_still_read():
    number, payee = "9" * 35, "CEDAR GROVE FAMILY MEDICINE AND WALK-IN CARE PLLC"
    block = claim(number, "48.80", name="BARTHOLOMEW-CHOLMONDELEY,MAXIMILIANA", payer="ABC HEALTHCARE EAST")
    (row,) = read(letter([check(number, payee=payee)], block))
    assert (row["check_number"], row["payee_name"]) == (number, payee)
    assert (row["claims_paid_cents"], row["payer_name"]) == (4880, "ABC HEALTHCARE EAST")


def test_a_name_that_touches_the_charge_does_not_spoil_the_amounts():
    text = letter([check()], claim(name="X" * 19)).replace(b"X 65.00", b"X65.00")
    (row,) = read(text)
    assert row["claims_paid_cents"] == 4880


def test_a_check_number_may_hold_blanks_and_letters():
    (row,) = read(letter([check("EFT 12A-9")], claim("EFT 12A-9")))
    assert (row["check_number"], row["claims_counted"]) == ("EFT 12A-9", 1)


@pytest.mark.parametrize(
    "status", ["PROCESSED AS PRIMARY, FWDED", "PROCESSED AS SECONDARY", "DENIED", "OTHER"]
)
def test_the_payer_stands_behind_every_status(status):
    (row,) = read(letter([check()], claim(status=status)))
    assert row["payer_name"] == "ABC EAST"


def test_a_claim_without_a_payer_has_none():
    (row,) = read(letter([check()], claim(payer="")))
    assert row["payer_name"] is None


def test_a_payee_may_be_known_by_tax_id_or_not_at_all():
    rows = read(letter([check("E1", payee_id="12-3456789"), check("E2", payee_id="")]))
    assert [(r["payee_id"], r["payee_name"]) for r in rows] == [
        ("123456789", "CEDAR GROVE"),
        (None, "CEDAR GROVE"),
    ]


def test_a_payee_wrapped_to_the_next_line_is_joined():
    (row,) = read(letter([check(), " " * 86 + "FAMILY MEDICINE"]))
    assert row["payee_name"] == "CEDAR GROVE FAMILY MEDICINE"


def test_the_block_of_provider_adjustments_is_not_taken_for_checks():
    block = [
        RULE,
        f"{'Adjustment Date':<17}{'Provider ID':<13}{'Reference ID':<51}{'Adjustment Amt':<16}Reason",
        RULE,
        f"{'12/30/2018':<17}{'1111111111':<13}{'BBB 06':<51}{'-42.81':<16}Overpayment Recover",
        RULE,
        "",
    ]
    rows = read(letter([check()], claim(), before=block))
    assert [r["check_number"] for r in rows] == ["E100"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_end_of_line_is_one(end):
    (row,) = read(letter([check()], claim(), end=end))
    assert (row["claims_paid_cents"], row["source_row"]) == (4880, 8)


def test_a_page_break_within_the_checks_or_the_claims_loses_nothing():
    checks = [check("E1", "5.00"), "\x0cPage 2 of 9", RULE, CHECKS, RULE, check("E2", "6.00")]
    block = claim("E1", "5.00")
    rows = read(letter(checks, [*block[:5], "\x0c", "Page 3", *block[5:]], claim("E2", "6.00")))
    assert [(r["check_number"], r["claims_paid_cents"]) for r in rows] == [("E1", 500), ("E2", 600)]


def test_names_in_latin_1_are_kept():
    (row,) = read(letter([check(payee="CLÍNICA PEÑA")], claim()))
    assert row["payee_name"] == "CLÍNICA PEÑA"


def test_claims_under_one_header_are_each_counted():
    block = claim()
    (row,) = read(letter([check(claims=2, amount="97.60")], block, [DASHES, *block[2:]]))
    assert (row["claims_counted"], row["claims_paid_cents"]) == (2, 9760)  # 2 * 48.80


@pytest.mark.parametrize(
    ("data", "position", "found"),
    [
        (b"Dear: Jane Doe\r\nnothing else\r\n", "line 1", "no check summary"),
        (letter(["E100   forty-eight dollars   1"]), "line 8", "no check number, amount"),
        (letter([check(date="13/41/2018")]), "line 8", "no date of the calendar"),
        (letter([check()], [DASHES, CLAIM, "E100 M1 DOE,JANE"]), "line 12", "no charge and payment"),
        (letter([check()], [DASHES, CLAIM]), "line 12", "ends where a claim should stand"),
        (letter([check(), "E" * 3000]), "line 9", "3,000 characters"),
    ],
)
def test_a_text_that_cannot_be_read_says_in_which_line_and_what_to_do(data, position, found):
    with pytest.raises(InputError) as raised:
        read_text_era(data, "era/a.txt")
    assert raised.value.position == position
    assert found in raised.value.found
    assert "Download" in raised.value.todo
    assert "JANE" not in str(raised.value)


amounts = st.integers(-10_000_000, 10_000_000)
texts = (
    st.text("ABCDEFGHIJ -&.", min_size=1, max_size=45).map(lambda t: " ".join(t.split())).filter(lambda t: t)
)
numbers = st.text("ABCDEF0123456789-", min_size=1, max_size=34).filter(lambda t: set(t) - {"-"})


def said(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.tuples(numbers, amounts, texts, st.lists(amounts, max_size=3)), min_size=1, max_size=5,
                unique_by=lambda c: c[0]), st.sampled_from(["\r\n", "\n"]))  # fmt: skip
def test_what_a_writer_wrote_is_read_back_to_the_cent(checks, end):
    summaries = [
        check(number, said(amount), len(paid), payee=payee) for number, amount, payee, paid in checks
    ]
    blocks = [claim(number, said(cents)) for number, _, _, paid in checks for cents in paid]
    rows = read(letter(summaries, *blocks, end=end))
    assert [
        (r["check_number"], r["amount_cents"], r["claims_counted"], r["claims_paid_cents"]) for r in rows
    ] == [(number, amount, len(paid), sum(paid)) for number, amount, _, paid in checks]


GOOD = letter([check()], claim())


@settings(max_examples=examples(150), deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda tail: GOOD + tail.encode()),
        st.tuples(st.integers(0, len(GOOD)), st.binary(max_size=20)).map(lambda c: GOOD[: c[0]] + c[1]),
    )
)
def test_any_bytes_give_checks_or_a_clear_error(data):
    try:
        frame = read_text_era(data, "era/a.txt")
    except InputError as error:
        assert error.position.startswith("line ")
    else:
        assert isinstance(frame, pd.DataFrame)
        assert len(frame)


def labeled(number="E100", paid="48.80", account="1112", payer="ABC EAST", *, one_line=False, gap="  "):
    """The block of one claim whose values stand behind labels instead of under a header."""
    who = f"Check#: {number}{gap}Patient ID: M1{gap}DOE,JANE"
    amounts = (
        f"Charge Amt: 65.00{gap}Payment Amt: {paid}{gap}Accnt#: {account}{gap}Status: PROCESSED AS PRIMARY"
    )
    own = [f"{who}{gap}{amounts}"] if one_line else [who, amounts]
    return [
        "",
        *own,
        f"Payer: {payer}",
        "  PO BOX 12",
        f"Tax ID: 111111111{gap}Payer Claim Control Number: 111111{gap}Claim Statement Period: 01/30/2019 - 01/30/2019",
        "  Svc Date    CPT     Charge Amt   Payment Amt  Total Adj Amt  Remarks",
        f"  10/25/2018  92507        65.00   {paid:>10}          16.20",
        "      CONTRACTUAL OBLIGATION: Charge exceeds fee schedule  16.20",
    ]


@pytest.mark.parametrize("one_line", [False, True])
@pytest.mark.parametrize("gap", [" ", "   "])
def test_a_claim_whose_values_stand_behind_labels_is_read_as_one_in_columns(one_line, gap):
    claims = [
        labeled("E100", "60.00", "A1", one_line=one_line, gap=gap),
        labeled("E100", "-11.20", "A2", one_line=one_line, gap=gap),
        labeled("E200", "0.00", "A3", "XYZ WEST", one_line=one_line, gap=gap),
    ]
    first, second = read(letter([check(claims=2), check("E200", "0.00")], *claims))
    # 60.00 - 11.20 = 48.80
    assert (first["claims_counted"], first["claims_paid_cents"], first["payer_name"]) == (2, 4880, "ABC EAST")
    assert first["claim_accounts"] == "A1=6000; A2=-1120"
    assert (second["claims_counted"], second["claims_paid_cents"], second["payer_name"]) == (1, 0, "XYZ WEST")


def unlabeled(number="E100", paid="48.80", account="1112", payer="ABC EAST") -> list[str]:
    """A claim whose labels bear no colons, all in one line, and its lines of service."""
    return [
        "",
        f"Check# {number}  Patient ID M1  DOE,JANE  Charge Amt 65.00  Payment Amt {paid}  Accnt# {account}  "
        f"Status PROCESSED AS PRIMARY  Payer {payer}",
        "   Tax ID 111111111  Payer Claim Control Number 111111  Claim Statement Period 01/30/2019 - 01/30/2019",
        f"   10/25/2018  92507  65.00  {paid}  16.20",
    ]


def test_a_claim_under_labels_without_colons_is_read_as_one_in_columns():
    claims = [
        unlabeled("E100", "60.00", "A1"),
        unlabeled("E100", "-11.20", "A2"),
        unlabeled("E200", "0.00", "A3", "XYZ"),
    ]
    first, second = read(letter([check(claims=2), check("E200", "0.00")], *claims))
    # 60.00 - 11.20 = 48.80
    assert (first["claims_counted"], first["claims_paid_cents"], first["payer_name"]) == (2, 4880, "ABC EAST")
    assert first["claim_accounts"] == "A1=6000; A2=-1120"
    assert (second["claims_counted"], second["claims_paid_cents"], second["claim_accounts"]) == (1, 0, "A3=0")


def headless(
    number="E100",
    paid="48.80",
    account="1112",
    status="PROCESSED AS PRIMARY",
    payer="ABC EAST",
    name="ROE,KIT",
):
    """A claim in a line of its own without a header above it; beneath stand who paid, and the services."""
    return [
        "",
        f"{number:<12}{'M77':<16}{name:<26}{'65.00':<12}{paid:<12}{account:<14}{status}".rstrip(),
        f"   {payer}  Claim control 99001X",
        f"     10/25/2018  92507 GN  65.00  {paid}",
    ]


SHORT_CHECKS = "Check#      Amount      # Claims   NPI/Tax ID   Payee                  Date"


def plain(checks: list[tuple[str, str, int]], *claims: list[str], header=SHORT_CHECKS) -> bytes:
    """A text without rules: greeting, the summaries, then claims without headers."""
    rows = [f"{n:<12}{a:<12}{c:<11}{'123456789':<13}{'CEDAR GROVE, PA':<23}12/21/2018" for n, a, c in checks]
    lines = [
        "Dear Provider,",
        "a copy to read",
        "",
        header,
        *rows,
        *(line for block in claims for line in block),
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("header", [SHORT_CHECKS, SHORT_CHECKS.replace("Check# ", "Check #")])
def test_claims_that_follow_the_summaries_without_a_header_are_read(header):
    claims = [
        headless("E100", "60.00", "A1"),
        headless("E100", "-11.20", "26042", "OTHER"),  # an account of digits alone is no number of claims
        headless("E200", "0.00", "A3", "PROCESSED AS PRIMARY, FWDED", "XYZ WEST"),
    ]
    first, second = read(plain([("E100", "48.80", 2), ("E200", "0.00", 1)], *claims, header=header))
    # 60.00 - 11.20 = 48.80
    assert (first["claims_stated"], first["claims_counted"], first["claims_paid_cents"]) == (2, 2, 4880)
    assert (first["claim_accounts"], first["payer_name"]) == ("A1=6000; 26042=-1120", "ABC EAST")
    assert (first["payee_id"], first["payee_name"]) == ("123456789", "CEDAR GROVE, PA")
    assert (second["claims_counted"], second["claims_paid_cents"], second["claim_accounts"]) == (1, 0, "A3=0")
    assert second["payer_name"] == "XYZ WEST"


@pytest.mark.parametrize(
    ("beneath", "payer"),
    [
        ("   ABC EAST  Claim control 99001X", "ABC EAST"),
        ("   ABC EAST  ICN 99001X", "ABC EAST"),
        ("   ABC EAST  Payer Claim Control Number: 99001X", "ABC EAST"),
        ("   Payer: ABC EAST", "ABC EAST"),
        ("   PO BOX 12", None),  # who paid is not told by just any line
        ("     10/25/2018  92507  65.00  48.80", None),
    ],
)
def test_who_paid_a_claim_without_a_header_stands_beneath_it_before_its_number(beneath, payer):
    block = headless()
    (row,) = read(plain([("E100", "48.80", 1)], [*block[:2], beneath, *block[3:]]))
    assert (row["payer_name"], row["claims_counted"]) == (payer, 1)


def test_who_paid_may_stand_behind_the_status_of_a_claim_without_a_header():
    (row,) = read(plain([("E100", "48.80", 1)], headless(status="DENIED   XYZ WEST")))
    assert row["payer_name"] == "XYZ WEST"


def test_sums_and_services_at_the_margin_are_no_claims():
    block = headless()
    more = [block[3].strip(), "TOTAL       65.00       48.80", "Sum of all 65.00 48.80"]
    (row,) = read(plain([("E100", "48.80", 1)], [*block, *more]))
    assert (row["claims_counted"], row["claims_paid_cents"]) == (1, 4880)


def test_a_claim_of_a_check_without_a_summary_keeps_a_row_of_its_own():
    rows = read(plain([("E100", "48.80", 1)], headless(), headless("E9", "8.00")))
    assert [(r["check_number"], r["claims_paid_cents"], r["claims_stated"]) for r in rows] == [
        ("E100", 4880, 1), ("E9", 800, None),
    ]  # fmt: skip


@pytest.mark.parametrize("lost", ["E100        M77 and words", "E200        48.80"])
def test_a_line_among_the_summaries_that_is_neither_check_nor_claim_is_named(lost):
    with pytest.raises(InputError, match="check summary should"):
        read(plain([("E100", "48.80", 1)], [lost], headless()))


@pytest.mark.parametrize("said", ["Payment Amt see below", "Payment Amt"])
def test_a_line_of_bare_labels_without_amounts_is_no_claim(said):
    block = [line.replace("Payment Amt 48.80", said) for line in unlabeled()]
    with pytest.raises(InputError):
        read(letter([check(claims=2)], block, unlabeled("E101")))


@pytest.mark.parametrize("lost", ["Charge Amt: 65.00  ", "Payment Amt: 48.80  "])
def test_a_claim_behind_labels_without_an_amount_is_named_with_its_line(lost):
    block = [line.replace(lost, "") for line in labeled()]
    with pytest.raises(InputError, match="claim should"):
        read(letter([check(claims=2)], block, labeled()))
    with pytest.raises(InputError, match="claim should"):
        read(letter([check()], block))


def test_labels_of_a_header_of_columns_begin_no_claim():
    block = claim()
    block[1] = (
        block[1].replace("Check#", "Check#:").replace("Patient ID", "Patient ID:").replace("Amt ", "Amt:")
    )
    (row,) = read(letter([check()], block))
    assert (row["claims_counted"], row["claims_paid_cents"]) == (1, 4880)


def test_the_gate_knows_the_accounts_of_a_remittance_that_is_held_as_text_alone(tmp_path):
    one_practice(tmp_path, "c", "p", "Cedar")
    who = book.load_practice(tmp_path, "c", "p")
    (who.raw / "era").mkdir()
    two = claim(account="QX1112", paid="30.00"), claim(account="QX77", paid="18.80")
    (who.raw / "era" / "1_ERA_STATUS_5010_20181221.txt").write_bytes(letter([check(claims=2)], *two))
    numbers = known.collected(who)[known.NUMBER]
    assert {"QX1112", "QX77"} <= set(numbers) and not any("=" in number for number in numbers)


TYPED = ["MESA HEALTH PLAN", "EXPLANATION OF PAYMENT", "Check# 771   Date 02/26/2026   Amount $139.54",
         "Payee ADA QUIMBY MD", "Patient Omar Vance  Acct K1  Billed 405.00  Paid 139.54"]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (TYPED, "paper explanation"),
        ([line.replace("OF PAYMENT", "of Benefits") for line in TYPED], "paper explanation"),
        ([*["Page 1"] * 9, *TYPED], "text ERA"),  # the title stands too far down to be one
        ([TYPED[0], *TYPED[2:]], "text ERA"),
    ],
)
def test_a_payers_letter_on_paper_is_no_text_of_office_ally(lines, kind):
    assert kind_of("\n".join(lines).encode()) == kind


def test_the_letter_above_a_table_of_checks_does_not_make_a_remittance_paper():
    title = b"Explanation of payment\n"
    assert kind_of(title + letter([check()], claim())) == "text ERA"


def test_an_explanation_on_paper_is_nothing_to_download(tmp_path):
    one_practice(tmp_path, "c", "p", "Cedar")
    who = book.load_practice(tmp_path, "c", "p")
    (who.raw / "era").mkdir()
    (who.raw / "era" / "mesa 771.txt").write_text("\n".join(TYPED))
    files = load_archive(who).files
    assert (
        files["state"].tolist() == ["not an ERA"] and files["reason"].str.startswith("A payer's expl").all()
    )
    assert not_read(load_archive(who)).empty


PLAIN = ["Mesa Health Plan", "Explanation of Benefits", "Pay to: ADA QUIMBY MD  NPI 1234567893",
         "Check Number: 0771", "Check Date: 2026-02-26", "Check Amount: $1,210.54"]  # fmt: skip
TABLE = ["Account No.   Service   Billed     Paid", "K1   02/01/2026   1,405.00   1,139.54",
         "K2   02/02/2026   90.00      71.00", "Totals        1,495.00   1,210.54"]  # fmt: skip


def on_paper(*lines: str) -> list[tuple]:
    rows = paper_rows("\n".join(lines).encode(), "era/x.txt")
    return [tuple(row[name] for name in ("check_number", "amount_cents", "claim_accounts")) for row in rows]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (TYPED, [("771", 13_954, "K1=13954")]),
        ([*TYPED, "Patient Bo Ash  Acct K2  Billed 90.00  Paid 0.00  Patient 20.00"],
         [("771", 13_954, "K1=13954; K2=0")]),
        ([*TYPED, "Acct K2  Paid 0.01"], [("771", 13_954, None)]),  # 139.54 + 0.01 is not the check
        ([*TYPED[:-1], "Acct K1  Patient paid 139.54"], [("771", 13_954, None)]),  # not what the plan paid
        ([*PLAIN, *TABLE], [("0771", 121_054, "K1=113954; K2=7100")]),  # 1,139.54 + 71.00
        ([*PLAIN, TABLE[0].replace("Paid", "Owed"), *TABLE[1:]], [("0771", 121_054, None)]),
        ([*PLAIN, "Check Amount: 12.00"], []),  # two amounts are none
        (PLAIN[:-1], []),
        ([line for line in PLAIN if "Number" not in line], []),
        ([*TYPED[:2], "Check# 8   Amount 5.00", "Acct K1  Paid 5.00", "Check# 9   Amount 7.00", "Acct K2  Paid 7.00"],
         [("8", 500, "K1=500"), ("9", 700, "K2=700")]),
    ],
)  # fmt: skip
def test_of_an_explanation_on_paper_what_labels_make_clear_is_read(lines, told):
    assert on_paper(*lines) == told


def test_day_payer_and_payee_of_an_explanation_on_paper_are_those_behind_their_labels():
    (typed,), (plain,) = (paper_rows("\n".join(lines).encode(), "x") for lines in (TYPED, PLAIN))
    names = ("check_date", "payer_name", "payee_id", "payee_name")
    assert tuple(typed[name] for name in names) == (
        dt.date(2026, 2, 26), "MESA HEALTH PLAN", None, "ADA QUIMBY MD",
    )  # fmt: skip
    assert tuple(plain[name] for name in names) == (
        dt.date(2026, 2, 26), "Mesa Health Plan", "1234567893", "ADA QUIMBY MD",
    )  # fmt: skip
    (row,) = paper_rows("\n".join(["Page 7", *TYPED[1:]]).replace("Date", "Service Date").encode(), "x")
    assert (row["check_date"], row["payer_name"]) == (None, None)


def test_checks_on_paper_stand_apart_from_texts_and_say_in_their_file_what_is_used(tmp_path):
    one_practice(tmp_path, "c", "p", "Cedar")
    who = book.load_practice(tmp_path, "c", "p")
    (who.raw / "era").mkdir()
    for name, lines in (("a", TYPED), ("b", [*TYPED, "Acct K9 Paid 1.00"]), ("c", TYPED[:2])):
        (who.raw / "era" / f"{name}.txt").write_text("\n".join(lines))
    held = load_archive(who)
    assert held.text_checks.empty and held.papers["claim_accounts"].fillna("").tolist() == ["K1=13954", ""]
    assert [reason.partition(": ")[2].partition(".")[0] for reason in held.files["reason"]] == [
        "its check and its claims are used", "its check is used", "it proves its check",
    ]  # fmt: skip
    assert held.files["payment_count"].isna().all() and "K1" in known.collected(who)[known.NUMBER]
