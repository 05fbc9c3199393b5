"""The cases of the bank, and the one shape in which cases of remittances and deposits are told."""

from __future__ import annotations

import pandas as pd

from cutover.lookup import among
from cutover.money import dollars
from cutover.reading.postings.deposits import FOLDER, are_transfers
from cutover.wording import and_joined, several
from cutover.workstreams.answers import once
from cutover.workstreams.bank import CARD, DAY, DIFFERS, SUM, of_capitation, of_no_payer
from cutover.workstreams.lone_deposits import are_texts, deposit_of_text, payers_in
from cutover.workstreams.paper_checks import paid_by
from cutover.workstreams.parallel_run.findings import COLUMNS
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.remittance_items import check_compared
from cutover.workstreams.remittances import UNNAMED

BANK = "(bank)"  # in place of a payer, where the bank's own words name none
AGAIN = "its check is in another deposit already"
BY_HAND = "its check is posted with this amount: a remittance on paper"
SENT = "its transfer is posted with this amount: its 835 is not on file"
AS_TEXT = "its remittance is on file as text alone: fetch its 835"
BESIDE = "its deposit is a case of its own"


def shape(rows: pd.DataFrame) -> pd.DataFrame:
    """Return cases with COLUMNS and `identity`; what a case does not say is null."""
    shaped = rows.reindex(columns=[*COLUMNS, "identity"])
    return shaped.assign(
        amount_cents=shaped["amount_cents"].astype("Int64"),
        opened=shaped["opened"].astype("datetime64[ms]"),
        source_row=shaped["source_row"].astype("str"),
    )


def of_remittances(rows: pd.DataFrame, amounts: pd.Series, what: str | pd.Series) -> pd.DataFrame:
    """Return remittances as cases, one row each, with their amounts in cents and what is wrong with them."""
    return shape(
        rows.assign(
            opened=rows["paid_on"],
            amount_cents=amounts,
            what="landed in " + rows["side"] + ", " + what,
            check_number=rows["trace_number"],
            identity=rows["payment_key"],
        )
    )


def bank_cases(run: Inputs) -> dict[str, pd.DataFrame]:
    """Return the cases of the bank by the code of their finding."""
    bank, paid = run.bank.deposits, run.bank.remittances
    rows = run.deposits.reset_index(drop=True).join(bank)
    found = run.payable.join(paid)
    differing = found[found["how"].eq(DIFFERS).fillna(False)]
    arrived = rows["amount_cents"].to_numpy()[differing["deposit"]] if len(differing) else []
    by_card = found[found["how"].eq(CARD).fillna(False)]
    kept = by_card["paid_cents"] - (
        rows["amount_cents"].to_numpy()[by_card["deposit"]] if len(by_card) else []
    )
    first = rows["deposit_date"].min()  # what was paid before may have come in before
    late = found[found["how"].isna() & (found["paid_on"] < run.late_before) & (found["paid_on"] >= first)]
    apart = of_no_payer(rows, run.bank) | of_capitation(rows, run.bank) | run.on_paper | run.banked_elsewhere
    alone = rows["how"].isna() & ~apart
    summed = rows[rows["how"].eq(SUM).fillna(False) | rows["is_ambiguous"]]
    return {
        "run-deposit-differs": of_remittances(
            differing, (differing["paid_cents"] - arrived).abs(), "the bank received another amount"
        ),
        "run-card-fee": of_remittances(by_card, kept, "the bank received it less a card's fee"),
        "run-deposit-open": _of_deposits(run, rows[alone]),
        "run-deposit-suggested": _of_deposits(run, summed),
        "run-remittance-unpaid": of_remittances(
            late, late["paid_cents"], "no deposit" + _in_holes(run, late)
        ),
    }


@once
def bank_months(run: Inputs) -> frozenset[str]:
    """Return the months of which a line of the bank is on file, such as `2026-08`: a deposit, or money drawn."""
    days = pd.concat([run.deposits["deposit_date"], run.aside.loc[run.aside["source"].eq(FOLDER), "day"]])
    return frozenset(days.dropna().dt.strftime("%Y-%m"))


def holes(run: Inputs) -> list[str]:
    """Return the months between others of which no line of the bank is on file."""
    seen = bank_months(run)
    every = pd.period_range(min(seen), max(seen), freq="M").astype("str") if seen else []
    return [month for month in every if month not in seen]


def bank_lacks(run: Inputs) -> tuple[str, ...]:
    """Return the limit on months without a statement of the bank, nothing where there is none."""
    lacking = holes(run)
    return (
        (f"{and_joined(lacking)}: no line of the bank is on file. What was paid then may have come.",)
        if lacking
        else ()
    )


def _in_holes(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    """What is added of remittances that were paid in a month without a line of the bank, "" for others."""
    month = rows["paid_on"].dt.strftime("%Y-%m")
    return (
        (": no line of the bank of " + month + " is on file").where(month.isin(holes(run)), "").astype("str")
    )


def in_other_folders(run: Inputs) -> dict[str, pd.DataFrame]:
    """Return the practice's remittances that lie in another practice's folder, by the code of their finding."""
    rows = run.elsewhere
    told = rows.assign(
        payer=rows["payer_name"].fillna(UNNAMED),
        opened=rows["check_date"],
        what="lies in another practice's folder",
        source_file=rows["folder"] + "/" + rows["source_file"],
        identity=rows["check_number"] + "|" + rows["amount_cents"].astype("str"),
    )
    return {"run-elsewhere": shape(told)}


def _of_deposits(run: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    words = ["deposit_date", "amount_cents", "description", "trace_number"]
    turn = rows.groupby(words, dropna=False).cumcount().astype("str")
    how = rows["how"].fillna("no remittance") + rows["is_ambiguous"].map({True: ", ambiguous", False: ""})
    how = how + _deposited_again(run, rows).map({True: f", {AGAIN}", False: ""})
    told = rows["how"].isna() & are_texts(rows, texts_alone(run), run.rules)
    by_hand = _posted_by_hand(run, rows)
    sent = by_hand & are_transfers(rows["description"])
    how = how + told.map({True: f", {AS_TEXT}", False: ""})
    how = how.mask(by_hand & ~sent & ~told, how + f", {BY_HAND}").mask(sent & ~told, how + f", {SENT}")
    identity = rows[words].astype("str").fillna("").agg("|".join, axis=1) + "|" + turn if len(rows) else ""
    pieces = _pieces(run).reindex(rows.index)
    how = how + (": " + pieces["said"]).fillna("")
    return shape(
        rows.assign(
            payer=payers_in(rows["description"], run.remittances["payer"].dropna().unique()).fillna(BANK),
            opened=rows["deposit_date"],
            what=how,
            check_number=pieces["checks"].fillna(rows["trace_number"]).fillna(_number_in(rows)).astype("str"),
            identity=identity,
        )
    )


def _pieces(run: Inputs) -> pd.DataFrame:
    """The remittances that a deposit is taken for, by its row: their amounts with payers, and their checks."""
    found = run.payable.join(run.bank.remittances)
    found = found[found["how"].isin([SUM, DAY])].sort_values(["deposit", "paid_cents"], kind="stable")
    rows = {
        deposit: (
            and_joined(
                [
                    f"{dollars(int(cents))} of {payer}"
                    for cents, payer in zip(one["paid_cents"], one["payer"], strict=True)
                ]
            ),
            and_joined(list(one["trace_number"].dropna())) or None,
        )
        for deposit, one in found.groupby("deposit")
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["said", "checks"], dtype="str")


def _number_in(rows: pd.DataFrame) -> pd.Series:
    """The one word of each deposit that may be the number of its check, null where none or several may."""
    words = rows["description"].astype("str").str.upper().str.findall(r"\b[A-Z]{0,4}\d{4,}\b")
    return words.map(lambda found: found[0] if len(found) == 1 else None, na_action="ignore").astype("str")


def _deposited_again(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    """Tell which deposits without a remittance name a check that another deposit of its amount has brought already."""
    brought = run.payable[run.bank.remittances["how"].notna() & run.payable["check"].notna()]
    numbers = _numbers_in(rows)
    cents = rows["amount_cents"].reindex(numbers.index)
    named = among(_with_amount(numbers, cents), _with_amount(brought["check"], brought["paid_cents"]))
    named = pd.Series(named.to_numpy(bool), numbers.index)
    named = named.groupby(level=0).any().reindex(rows.index, fill_value=False).astype(bool)
    return named & rows["how"].isna()


def _with_amount(numbers: pd.Series, cents: pd.Series) -> pd.Series:
    return numbers.astype("str") + "|" + cents.astype("str")


def _numbers_in(rows: pd.DataFrame) -> pd.Series:
    """The words of each deposit that may be numbers of checks, as they are compared, one row each."""
    texts = rows["description"].astype("str").fillna("") + " " + rows["trace_number"].astype("str").fillna("")
    return check_compared(texts.str.upper().str.findall(r"[A-Z0-9]+").explode().dropna().astype("str"))


def texts_alone(run: Inputs) -> pd.DataFrame:
    """Return the checks of texts in either feed (TEXT_CHECKS) of which no 835 is on file, one row each."""
    texts = pd.concat([run.office_ally.text_checks, run.medi.text_checks], ignore_index=True)
    number = check_compared(texts["check_number"])
    lone = texts[number.notna() & ~number.isin(check_compared(run.remittances["trace_number"]).dropna())]
    return lone.drop_duplicates(["check_number", "amount_cents"])


def posted_words(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    """Return what is known of postings without a remittance, words for each row, empty where nothing is.

    Its check is that of a text alone, and its deposit, alone or in a sum of texts, is a case of its own.
    """
    texts = texts_alone(run)
    numbers = check_compared(texts["check_number"])
    bank = run.deposits.reset_index(drop=True).join(run.bank.deposits)
    bank = bank[bank["how"].isna() & ~of_no_payer(bank, run.bank) & ~run.on_paper & ~run.banked_elsewhere]
    brought = set(numbers[deposit_of_text(bank, texts, run.rules).notna()])
    posted = _checks_posted(run)
    brought |= set(posted["check_number"][deposit_of_text(bank, posted, run.rules).notna()])
    as_text = (rows["check"].isin(numbers) | paid_by(rows, texts)).map({True: f", {AS_TEXT}", False: ""})
    return as_text + rows["check"].isin(brought).map({True: f"; {BESIDE}", False: ""})


def _checks_posted(run: Inputs) -> pd.DataFrame:
    """The checks that are posted without a remittance on file, one row each, with their sum and last day."""
    loose = run.posted[run.posted["class"].isin(["no remittance", "on paper"])]
    sums = loose.groupby("check", as_index=False).agg(
        amount_cents=("cents", "sum"), check_date=("posted_date", "max")
    )
    return sums.rename(columns={"check": "check_number"})


def _posted_by_hand(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    """Tell which deposits are of a check that is posted with just this amount though no remittance on file has it.

    By its number, else by amount and day, each posted check once: a bank may write the end of a number alone.
    """
    lone = rows[rows["how"].isna()]
    return pd.Series(
        rows.index.isin(deposit_of_text(lone, _checks_posted(run), run.rules).dropna()), rows.index
    )


def no_payers_money(run: Inputs) -> tuple[str, ...]:
    """Return the limit on deposits that no payer made, nothing where there is none."""
    number, money = _of_no_payer(run)
    if not number:
        return ()
    said = "its words comes" if number == 1 else "their words come"
    return (
        f"{several(number, 'deposit')} worth {money} by {said} from patients' cards, the practice's own accounts or "
        "grants; no remittance is looked for.",
    )


def capitation(run: Inputs) -> tuple[str, ...]:
    """Return the limit on deposits of capitation, nothing where there is none."""
    number, money = _of_capitation(run)
    if not number:
        return ()
    one = "is capitation by its" if number == 1 else "are capitation by their"
    return (
        f"{several(number, 'deposit')} worth {money} {one} words: a sum a month for members. No claim's remittance "
        "explains it, so none is missing. Compare it with the payer's list of members.",
    )


def _of_capitation(run: Inputs) -> tuple[int, str]:
    """How many deposits are a payer's sum a month for its members, and their money in dollars."""
    rows = run.deposits.reset_index(drop=True)
    return _worth(rows[of_capitation(rows, run.bank)])


def paid_on_paper(run: Inputs) -> tuple[str, ...]:
    """Return the limit on deposits of payers that pay on paper, nothing where there is none."""
    number, money = _on_paper(run)
    if not number:
        return ()
    one = "has its" if number == 1 else "have their"
    return (
        f"{several(number, 'deposit')} worth {money} {one} explanation on paper: it is on file, or the payer list says "
        "that the payer sends no remittance. So none is missing. Post from the paper.",
    )


def beside_deposits(run: Inputs) -> str:
    """Return what stands beside the figure of deposits without a remittance; empty where all are payers'."""
    number, money = _of_no_payer(run)
    parts = [f"{several(number, 'deposit')} worth {money} that no payer made"] if number else []
    number, money = _of_capitation(run)
    parts += [f"{several(number, 'deposit')} worth {money} of capitation"] if number else []
    number, money = _on_paper(run)
    parts += [f"{several(number, 'deposit')} worth {money} paid on paper"] if number else []
    number, money = _worth(run.deposits.reset_index(drop=True)[run.banked_elsewhere])
    parts += (
        [f"{several(number, 'deposit')} worth {money} of remittances in another folder"] if number else []
    )
    return f"without {and_joined(parts)}" if parts else ""


def _on_paper(run: Inputs) -> tuple[int, str]:
    """How many deposits come from payers that pay on paper, and their money in dollars."""
    return _worth(run.deposits.reset_index(drop=True)[run.on_paper])


def _of_no_payer(run: Inputs) -> tuple[int, str]:
    """How many deposits no payer made, and their money in dollars."""
    rows = run.deposits.reset_index(drop=True)
    return _worth(rows[of_no_payer(rows, run.bank)])


def _worth(deposits: pd.DataFrame) -> tuple[int, str]:
    """How many deposits there are, and their money in dollars."""
    return len(deposits), dollars(int(deposits["amount_cents"].fillna(0).sum()))
