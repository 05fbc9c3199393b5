"""Lists that write a payment below zero, as a credit of the patient's account, are read as what was paid."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.reading.claims import credits
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.era.tables import CLAIMS, PAYMENTS
from cutover.reading.mapping.folder import Mapped
from cutover.reading.postings import deposits, ledgers, signs
from cutover.reading.postings.tables import POSTED_FILES, POSTED_SET_ASIDE, POSTINGS
from parallel_frames import frame, posting

FILE = "postings/x.csv"


def settled(cents: list[int], remitted: dict[str, int | list[int]], **said):
    """Postings of these cents on the claims C0, C1, ... beside what remittances pay on claims."""
    rows = [
        posting("Medi", f"C-{number}", f"T{number}", amount, **said) for number, amount in enumerate(cents)
    ]
    counts = dict.fromkeys(("rows_in", "rows_used"), len(cents)) | {"rows_set_aside": 0}
    files = [{"source": "postings", "source_file": FILE, "state": "read"} | counts]
    pairs = [
        (claim, one)
        for claim, paid in remitted.items()
        for one in (paid if isinstance(paid, list) else [paid])
    ]
    claims = frame(CLAIMS, [{"patient_control_number": claim, "paid_cents": one} for claim, one in pairs])
    payments = frame(
        PAYMENTS, [{"trace_number": claim.replace("C", "T"), "paid_cents": one} for claim, one in pairs]
    )
    posted = Mapped(frame(POSTINGS, rows), empty(POSTED_SET_ASIDE), frame(POSTED_FILES, files), ())
    return signs.settled(posted, lambda: (claims, payments))


@pytest.mark.parametrize(
    ("cents", "remitted", "paid", "told"),
    [
        # both payments are above zero in the remittances, and what is above zero here is their take-back
        ([-5_000, -7_500, 5_000], {"C0": 5_000, "C1": 7_500, "C2": -5_000}, [5_000, 7_500, -5_000], signs.TURNED),
        # a list of take-backs: the remittances take the same amounts back
        ([-5_000, -7_500], {"C0": -5_000, "C1": -7_500}, [-5_000, -7_500], None),
        # a claim that was paid and taken back in the remittances tells nothing; the other one does
        ([-5_000, -7_500], {"C0": [5_000, -5_000], "C1": 7_500}, [5_000, 7_500], signs.TURNED),
        # one row says so, the other the opposite
        ([-5_000, -7_500], {"C0": 5_000, "C1": -7_500}, [-5_000, -7_500], signs.UNSETTLED),
        # no remittance, and too few rows to tell
        ([-100] * 9, {}, [-100] * 9, signs.UNSETTLED),
        ([-100] * 10 + [100], {}, [100] * 10 + [-100], signs.TURNED),  # 10 of 11 = 91 % are below zero
        ([-100] * 10 + [100, 100], {}, [-100] * 10 + [100, 100], signs.UNSETTLED),  # 10 of 12 = 83 %
        ([5_000, 7_500, -5_000], {}, [5_000, 7_500, -5_000], None),  # as most lists: nothing is asked
    ],
)  # fmt: skip
def test_remittances_settle_the_sign_of_a_list_else_the_number_of_its_rows(cents, remitted, paid, told):
    found = settled(cents, {claim.replace("C", "C-"): said for claim, said in remitted.items()})
    assert found.rows["paid_cents"].tolist() == paid
    assert (
        [told in said for said in signs.remarks(found.files)] == [True]
        if told
        else not signs.remarks(found.files)
    )
    assert found.rows["paid_cents"].abs().sum() == sum(map(abs, cents))


def test_a_log_of_whole_checks_is_settled_by_their_amounts():
    found = settled([-9_000], {"C0": 9_000}, kind="check", claim_number=None, check_number="000T0")
    assert found.rows["paid_cents"].tolist() == [9_000]


def test_no_remittance_is_asked_for_where_payments_are_above_zero():
    posted = Mapped(
        frame(POSTINGS, [posting("Medi", "C", "T", 100)]), empty(POSTED_SET_ASIDE), empty(POSTED_FILES), ()
    )
    assert signs.settled(posted, lambda: pytest.fail("asked")) is posted


@pytest.mark.parametrize(
    ("lines", "paid"),
    [
        (
            [("Ins Pmt", -50), ("Ins Pmt", -70), ("Reversal", 50)],
            [50, 70, -50],
        ),  # the other sign, without a charge
        ([("Ins Pmt", 50), ("Ins Pmt", 70), ("Takeback", 50)], [50, 70, -50]),  # no signs at all
        ([("Ins Pmt", 50), ("Ins Pmt", 70), ("Reversal", -50)], [50, 70, -50]),
        ([("Ins Pmt", -50), ("Ins Pmt", -70)], [-50, -70]),  # the words do not tell
        ([("Reversal", 50)], [50]),
    ],
)
def test_the_words_of_the_lines_settle_the_sign_where_payments_and_take_backs_differ(lines, paid):
    kinds, cents = zip(*lines, strict=True)
    found, _ = ledgers.payments(pd.Series(cents, dtype="Int64"), ledgers.kinds(pd.Series(kinds, dtype="str")))
    assert found.tolist() == paid


def claims(*rows: tuple) -> pd.DataFrame:
    names = ("charge_cents", "paid_cents", "adjusted_cents", "balance_cents")
    return frame(CLAIM_HISTORY, [dict(zip(names, row, strict=True)) for row in rows])


@pytest.mark.parametrize(
    ("rows", "paid", "adjusted"),
    [
        # 200.00 less 120.00 paid less 80.00 adjusted leaves 0.00
        ([(20_000, -12_000, -8_000, 0)] * 3, 12_000, 8_000),
        ([(20_000, -12_000, 8_000, 0)] * 3, 12_000, 8_000),
        ([(20_000, -12_000, -8_000, None)] * 3, 12_000, 8_000),
        ([(20_000, -12_000, None, None)] * 2, -12_000, None),  # too few
        ([(20_000, -12_000, None, 32_000)] * 3, -12_000, None),  # taken back: 200.00 + 120.00 are owed
        ([(-20_000, -12_000, None, None)] * 3, -12_000, None),  # the claim itself is taken back
        ([(20_000, 12_000, 8_000, 0)] * 3, 12_000, 8_000),
    ],
)
def test_a_claim_report_may_write_what_was_paid_and_adjusted_below_zero(rows, paid, adjusted):
    found, said = credits.turned(claims(*rows))
    first = found.iloc[0]
    assert first["paid_cents"] == paid
    assert pd.isna(first["adjusted_cents"]) if adjusted is None else first["adjusted_cents"] == adjusted
    assert bool(said) == (paid != rows[0][1] or (adjusted is not None and adjusted != rows[0][2]))


def bank(*rows: tuple[str, str | None, str]) -> list[int]:
    """The deposits of a statement: amount, the word beside it, and the bank's words."""
    names = [*(field.key for field in deposits.target().fields), "source_file", "source_sheet", "source_row"]
    given = [{"amount": a, "kind": k, "description": d, "deposit_date": "2026-06-01"} for a, k, d in rows]
    found = pd.DataFrame(given, columns=names, dtype="str")
    read, reason = deposits.typed(found, "bank/x.csv")
    return read.loc[reason.isna(), "amount_cents"].tolist()


PAID, RENT = "ELM MUTUAL HCCLAIMPMT", "RENT JUNE"


@pytest.mark.parametrize(
    ("rows", "came"),
    [
        ([("-80.00", None, PAID), ("-20.00", None, PAID), ("900.00", None, RENT)], [8_000, 2_000]),
        ([("80.00", None, PAID), ("20.00", None, PAID), ("-900.00", None, RENT)], [8_000, 2_000]),
        ([("80.00", None, PAID), ("20.00", None, PAID), ("-20.00", None, PAID)], [8_000, 2_000]),
        (
            [("-20.00", None, PAID), ("900.00", None, "LOAN")],
            [90_000],
        ),  # one debit of a payer turns nothing
        (
            [("-80.00", "credit", "ELM"), ("-20.00", "credit", "OAK"), ("900.00", "debit", RENT)],
            [8_000, 2_000],
        ),
    ],
)
def test_a_statement_may_write_what_came_below_zero(rows, came):
    assert bank(*rows) == came
