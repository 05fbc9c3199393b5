"""Which rows of a claim report are service lines of one claim, from the numbers, payers and days that they bear."""

from __future__ import annotations

import pandas as pd

from cutover.reading.claims.line_rules import line_rules
from cutover.reading.mapping.record import LOOK
from cutover.wording import several

# what is in doubt, behind how many there are
_FAR = "with rows more than {days} days apart: they are not taken for lines of one claim"
_RARE = (
    "without a claim number, of one account, payer and day but another procedure: each is counted as a claim"
)
_BLIND = (
    "of several lines without a day of submission: one sent again with another procedure would be added up"
)
_TWICE = "of a claim again with the same procedure, day and charge: each is counted once"
_PARTED = "sent on several days, each time with other procedures: those sent last are the claim"
_OTHER_CHARGES = (
    f"of one day in several rows with different charges: the last row counts. {LOOK}: if the rows are service lines, "
    "say which column names the procedure (`cutover columns`)"
)


def grouped(table: pd.DataFrame, found: pd.DataFrame, below: pd.Series) -> pd.DataFrame:
    """Return the rows of a table with the `claim` of each (null where nothing names one) and what tells lines apart.

    `table` has CLAIM_HISTORY, `found` the text that it was mapped from, `below` the rows whose number was filled down.
    `what` is what lines of one claim differ in (procedure and day, or line number), `line` is the same for a line that
    stands twice. Rows without a day of submission and without line numbers are of one claim on one day alone.
    """
    rows = table[["payer_name", "submission_date", "service_from", "charge_cents"]].copy()
    rows["has_number"], rows["below"] = table["claim_number"].notna(), below
    rows["number"] = table["claim_number"].fillna(_by_account(table))
    rows["code"] = found["procedure_code"].astype("str").str.upper().str.replace(" ", "")
    rows["procedure"] = _together(found["procedure_code"], found["modifier"])
    rows["line_number"] = _line_numbers(found["line_number"], rows["number"])
    rows["payer_name"] = _only_one(rows, "payer_name", ["number"])
    rows["submission_date"] = _only_one(rows, "submission_date", ["number", "payer_name"])
    day = rows["service_from"].dt.strftime("%Y-%m-%d").astype("str").fillna("")
    rows["apart"] = day.where(rows["submission_date"].isna() & rows["line_number"].isna()).fillna("")
    keys = ["number", "payer_name", "submission_date", "apart"]
    head = pd.Series(rows.index, rows.index).mask(below).ffill()  # the row whose number was filled down
    rows[keys] = rows.loc[head, keys].set_axis(rows.index)
    named = rows[rows["number"].notna()]
    rows["claim"] = named.groupby(keys, dropna=False).ngroup().reindex(rows.index).astype("Int64")
    return _with_line(rows, day)


def _with_line(rows: pd.DataFrame, day: pd.Series) -> pd.DataFrame:
    procedure = rows["procedure"].fillna("")
    by_number = rows["line_number"] + "|" + procedure
    place = pd.Series(range(len(rows)), rows.index).astype("str")
    own = by_number.mask(rows["below"], "row " + place)
    charge = rows["charge_cents"].astype("str").fillna("")
    return rows.assign(
        what=own.fillna(procedure + "|" + day), line=own.fillna(procedure + "|" + day + "|" + charge)
    )


def _line_numbers(written: pd.Series, number: pd.Series) -> pd.Series:
    """The line numbers of a report, all null where they do not begin with 1 again for each claim: they number rows."""
    value = pd.to_numeric(written, errors="coerce")
    first = value.groupby(number).min().dropna()
    begins = len(first) and 100 * (first <= 1).sum() >= line_rules().most_percent * len(first)
    return value.astype("str").where(value.notna() & bool(begins)).astype("str")


def _by_account(table: pd.DataFrame) -> pd.Series:
    """What stands for a claim's number where a row has none: account, day, payer's number and provider."""
    day = table["service_from"].dt.strftime("%Y-%m-%d").astype("str")
    rest = table["payer_claim_number"].fillna("") + "|" + table["rendering_npi"].fillna("")
    return "account|" + table["patient_control_number"] + "|" + day + "|" + rest


def _together(first: pd.Series, second: pd.Series) -> pd.Series:
    """Procedure and modifier as one text, null where a row has neither."""
    said = (first.fillna("") + "|" + second.fillna("")).astype("str")
    return said.str.upper().str.replace(" ", "").where(first.notna() | second.notna())


def _only_one(rows: pd.DataFrame, name: str, within: list[str]) -> pd.Series:
    """A column with its blanks filled where all other rows of the same claim bear one value alone."""
    same = rows.groupby(within, dropna=False)[name]
    return rows[name].fillna(same.transform("first").where(same.transform("nunique") == 1))


def with_lines(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return grouped rows with `is_line` (a line of a claim of several) and `is_again` (a line that stands twice).

    The notes say what is in doubt.
    """
    rules = line_rules()
    by_claim = rows.groupby("claim")
    lined = rows["procedure"].notna() | rows["line_number"].notna() | rows["below"]
    span = by_claim["service_from"].transform("max") - by_claim["service_from"].transform("min")
    many = by_claim["what"].transform("nunique").gt(1).fillna(False)
    several_rows = (rows["claim"].notna() & many & lined.groupby(rows["claim"]).transform("any")).astype(bool)
    far = several_rows & (span.dt.days > rules.most_days)
    near = several_rows & ~far
    bare = ~rows["has_number"] & ~rows["below"].groupby(rows["claim"]).transform("any").fillna(False).astype(
        bool
    )
    share = 100 * (near & bare).sum() / max(1, (~rows["has_number"]).sum())
    in_turn = by_claim["line_number"].transform("nunique").eq(by_claim["what"].transform("size"))
    rare = near & bare & ~in_turn.fillna(False).astype(bool) & (share < rules.account_percent)
    near &= ~rare
    again = near & rows.duplicated(["claim", "line"], keep="last")
    made = rows.assign(is_line=near & ~again, is_again=again)
    return made, _doubts(made, far, rare)


def _doubts(rows: pd.DataFrame, far: pd.Series, rare: pd.Series) -> list[str]:
    blind = rows["is_line"] & rows["submission_date"].isna() & rows["line_number"].isna() & ~rows["below"]
    twice = rows["is_again"] & rows["line_number"].isna()
    return [
        f"{several(number, one)} {said}. {LOOK}"
        for number, one, said in (
            (_claims_of(rows, far), "claim number", _FAR.format(days=line_rules().most_days)),
            (int(rare.sum()), "row", _RARE),
            (_claims_of(rows, blind), "claim", _BLIND),
            (int(twice.sum()), "line", _TWICE),
            (_parted(rows) if rows["is_line"].any() else 0, "claim number", _PARTED),
        )
        if number
    ]


def _parted(rows: pd.DataFrame) -> int:
    """How many claims of one day were sent on several days and no line twice: lines that were sent apart, perhaps."""
    sent = rows[rows["has_number"] & rows["submission_date"].notna() & rows["procedure"].notna()]
    sent = sent.assign(payer=sent["payer_name"].fillna(""), day=sent["service_from"].astype("str").fillna(""))
    of_claim = ["number", "payer", "day"]
    days = sent.groupby(of_claim)["submission_date"].nunique()
    again = sent.groupby([*of_claim, "procedure"])["submission_date"].nunique().groupby(of_claim).max()
    return int(((days > 1) & (again == 1)).sum())


def _claims_of(rows: pd.DataFrame, chosen: pd.Series) -> int:
    return int(rows.loc[chosen, "claim"].nunique())


def in_doubt(rows: pd.DataFrame) -> list[str]:
    """Return what a person should know of grouped rows that are no lines: claims in several rows of other charges."""
    plain = rows[rows["has_number"] & rows["charge_cents"].notna()]
    same = plain.groupby(["claim", plain["service_from"].astype("str").fillna("")])["charge_cents"].nunique()
    number = int((same > 1).sum())
    return [f"{several(number, 'claim')} {_OTHER_CHARGES}"] if number else []
