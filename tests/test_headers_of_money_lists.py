"""Lists of money whose columns are called by short forms, in camelCase, or by words that nobody has heard.

Each layout is `header=values>field`, and a header without a field must be read as none. What is not read is no failure
of a reader: a balance, a number of units or of a check read as money would be one.
"""

from __future__ import annotations

import pytest
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.sign_remarks import is_reversed, without_sign
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import load_target

_VALUES = {
    "day": ["2026-03-10", "2026-03-11", "2026-03-12", "2026-04-13"],
    "other day": ["2/1/2026", "2/3/2026", "2/9/2026", "3/2/2026"],
    "claim": ["QZ4401", "QZ4404", "QZ4407", "QZ4410"],
    "payer": ["Ironwood Health", "Copper State Mutual", "Ironwood Health", "Prairie Plan"],
    "trace": ["EF300121", "EF300122", "882013", "EF300130"],
    "money": ["154.90", "80.91", "2714.40", "6.00"],
    "signed": ["154.90", "(42.00)", "2714.40", "6.00"],
    "balance": ["1154.90", "1112.90", "3827.30", "3833.30"],
    "count": ["1", "2", "4", "3"],
    "check": ["48211", "48212", "48215", "48219"],
    "words": [
        "Ironwood claims payment",
        "Wire from Prairie plan",
        "Copper State check",
        "Paper forms mailed",
    ],
    "code": ["99213", "99214", "20610", "J3301"],
}
_CLAIM = "Claim=claim>claim_number;Payer=payer>payer_name"
READ = {
    "postings": [
        f"recvDt=day>posted_date;{_CLAIM};eftNo=trace>check_number;amtPd=money>paid",
        f"Dt Logged=day>posted_date;{_CLAIM};Draft=trace>check_number;Amt Logged=money>paid;W/O Logged=money>adjusted",
        f"Booked on=day>posted_date;{_CLAIM};Booked=money>paid",
        f"Recorded=day>posted_date;{_CLAIM};Remit Ref=trace>check_number;Cr Amt=money>paid",
        f"Stamp=day>posted_date;{_CLAIM};Paid=money>paid",
        f"Keyed=day>posted_date;{_CLAIM};Landed=money>paid",
        f"enteredAt=day>posted_date;{_CLAIM};netAmt=money>paid",
    ],
    "deposits": [
        "On=day>deposit_date;Text=words>description;Amt (debits in parentheses)=signed>amount;Running=balance>balance",
        "Booked=day>deposit_date;Text=words>description;Amount (- = money out)=signed>amount;Run Bal=balance>balance",
        "When=day>deposit_date;Memo=words>description;Amount (credits +, debits -)=signed>amount",
        "Day=day>deposit_date;What bank said=words>description;Landed=money>amount",
        "date=day>deposit_date;what=words>description;USD=money>amount",
    ],
    "medi_submissions": [
        "clmNo=claim>claim_number;svcDt=day>service_from;payerNm=payer>payer_name;chgAmt=money>charge",
        "Claim=claim>claim_number;DOS=day>service_from;Payer=payer>payer_name;Went out at=money>charge",
    ],
    "fee_schedules": ["CPT=code>procedure;Desc=words;Pmt limit=money>rate", "Proc Cd=code>procedure;Lim=money>rate"],
    "invoices": ["Line=words>description;Came to=money>amount", "Charge for=words>description;Ext'd=money>amount"],
}  # fmt: skip
KEPT = {
    "postings": [
        f"Stamp=day;Looked at=other day;{_CLAIM};Paid=money>paid",
        f"Keyed=day>posted_date;{_CLAIM};Alpha=money;Beta=money",
        f"Keyed=day>posted_date;{_CLAIM};Still owed=money",
        f"Keyed=day>posted_date;{_CLAIM};Blnc=balance",
        f"Keyed=day>posted_date;{_CLAIM};Adjmt=money>adjusted",
        f"Keyed=day>posted_date;{_CLAIM};Visits=count",
        f"Keyed=day>posted_date;{_CLAIM};Slip=check",
        f"Keyed=day>posted_date;{_CLAIM};Expected=money",
        f"Keyed=day>posted_date;{_CLAIM};Patient cents=check",
        f"{_CLAIM};Paid=money>paid;Born=day",
        f"{_CLAIM};Paid=money>paid;Visit day=day",
        f"{_CLAIM};Paid=money>paid;Next call=day",
        f"{_CLAIM};Paid=money>paid;TFL=day",
        f"{_CLAIM};Paid=money>paid;F/U=day",
        f"Keyed=day>posted_date;{_CLAIM};Unapplied=money",
        f"Keyed=day>posted_date;{_CLAIM};Coins=money",
    ],
    "deposits": [
        "Day=day>deposit_date;Details=words>description;Carried=balance",
        "Day=day>deposit_date;Details=words>description;Ledger=balance;Collected=balance",
        "Day=day>deposit_date;Details=words>description;Amount (deposits in brackets)=signed",
        "Day=day>deposit_date;Details=words>description;Amount (debits +, credits -)=signed",
        "Day=day>deposit_date;Details=words>description;Items=count",
        "Day=day>deposit_date;Details=words>description;NSF=money",
        "Alpha=day;Beta=other day;Details=words>description;Amount=money>amount",
    ],
    "medi_submissions": [
        "Claim=claim>claim_number;DOS=day>service_from;Payer=payer>payer_name;Plan paid=money",
        "Claim=claim>claim_number;DOS=day>service_from;Payer=payer>payer_name;Expected=money;Copay=money",
    ],
    "fee_schedules": ["CPT=code>procedure;Work RVU=money", "CPT=code>procedure;Usual fee=money"],
    "invoices": [
        "Item=words>description;Balance forward=money",
        "Item=words>description;Price each=money>unit_price",
    ],
}


def _read(layout: str, kind: str) -> tuple[MappedTable, dict[str, str]]:
    parts = [part.rpartition("=") for part in layout.split(";")]
    heads = [head for head, _, _ in parts]
    codes = [said.partition(">")[0] for _, _, said in parts]
    rows = ["\t".join(_VALUES[code][place] for code in codes) for place in range(4)]
    data = "\n".join(["\t".join(heads), *rows]).encode()
    wanted = {key: head for head, _, said in parts if (key := said.partition(">")[2])}
    return tables_of(data, "list.tsv", load_target(kind))[0], wanted


@pytest.mark.parametrize(("kind", "layout"), [(kind, one) for kind, every in READ.items() for one in every])
def test_a_list_of_money_is_read_by_the_words_of_offices_and_by_its_only_columns(kind, layout):
    table, wanted = _read(layout, kind)
    assert table.crosswalk.used == wanted


@pytest.mark.parametrize(("kind", "layout"), [(kind, one) for kind, every in KEPT.items() for one in every])
def test_a_column_that_may_be_something_else_is_read_as_nothing(kind, layout):
    """Two days, two amounts, a balance, a number of units or of a check: none of them is the day or the payment."""
    table, wanted = _read(layout, kind)
    assert table.crosswalk.used == wanted


def test_the_only_day_and_the_only_amount_are_named_so_that_a_person_looks():
    table, _ = _read(f"Stamp=day>posted_date;{_CLAIM};Paid=money>paid", "postings")
    assert [said for said in table.remarks if said.startswith("Posted on: read from column Stamp")]


@pytest.mark.parametrize(
    "header",
    [
        "Amount (debits in brackets)",
        "Amount (money out is negative)",
        "Amount (- means withdrawals)",
        "Amount (+ credits, - debits)",
    ],
)
def test_brackets_that_tell_the_usual_sign_add_nothing(header):
    assert without_sign(header) == "Amount"
    assert words_of(header) == words_of("Amount")


@pytest.mark.parametrize(
    "header", ["Amount (debits)", "Amount (USD)", "Amount (deposits in brackets)", "Amount (net)"]
)
def test_brackets_that_say_anything_else_stay(header):
    assert without_sign(header) == header


def test_a_sign_the_other_way_round_is_told():
    """Money that came in written below zero: read as it is written it would be drawn."""
    assert is_reversed("Amount (credits negative)")
    assert is_reversed("Amount (debits +, credits -)")
    assert not is_reversed("Amount (debits -)")
