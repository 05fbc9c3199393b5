"""Wholeness: whether every file can be read to its end, and whether text and 835 agree."""

from __future__ import annotations

import pandas as pd

from cutover.identifiers import check_compared
from cutover.reading.era.not_read import held_as_835
from cutover.reading.era.row_ids import as_texts
from cutover.reading.era.tables import LISTED_PAYMENTS, UNREAD_REASONS
from cutover.reading.era.text_pairing import compare
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import ORIGIN, PAID_ON, PAYER, TRACE, canonical, cents, count, renamed, text
from cutover.workstreams.columns import date as day
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.findings import finding, table
from cutover.workstreams.remittances import ID

NAMED_835 = r"(?i)_ERA_835_|\.835$"  # the portal's names for an 835
OTHER_KINDS = ("997", "999", "277", "837", "TA1", "file summary")
_CHECK = (
    PAYER,
    day("check_date", "Date", "of the check"),
    renamed(TRACE, "check_number", "Check or EFT no.", "of the text"),
    cents("amount_cents", "Amount", "as the text says"),
)
_TICKET = (
    text("payer_id", "Payer id", "from other remittances of a payer of this name; null where there is none"),
    *canonical("payments", "payee_tin"),
    *canonical("payments", "payee_npi"),
)
_DIFFERS = (
    text("differs_in", "Differs in"),
    cents("paid_cents", "Paid in the 835"),
    count("claims_stated", "Claims in the text"),
    count("claim_count", "Claims in the 835"),
    cents("difference_cents", "Difference", "of the amounts, absolute"),
)
_PAYMENT = (PAYER, PAID_ON, TRACE, *canonical("payments", "paid_cents"))
_LISTED = (
    PAYER,
    renamed(TRACE, "check_number", "Check or EFT no.", "of the list"),
    cents("amount_cents", "Amount", "as the list says"),
    *(c for c in LISTED_PAYMENTS if c.name in ("source_file", "source_row")),
)
_UNREAD = [*ID, "segment", "element", "reason", "byte", "text", "source_file", "source_row"]


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and tables of wholeness."""
    return Answer(
        (*_damaged(inputs), *_texts(inputs), *_misplaced(inputs)), (("files", files_table(inputs)),)
    )


def _damaged(inputs: Inputs) -> tuple:
    files = canonical("files", "source_file", "kind", "state", "reason")
    zips = (*canonical("files", "source_file", "state", "reason"), count("member_count", "Members not read"))
    envelope = canonical("payments", "se_segments_stated", "se_segments_counted", "st_control", "se_control")
    broken = (*ORIGIN, *canonical("unread", "segment", "element", "reason", "text"))
    cut, wrong = truncated(inputs), wrong_counts(inputs)
    return (
        *finding("era-unreadable", unreadable(inputs), files, ["source_file"]),
        *finding("era-truncated", cut, (*ORIGIN, *_PAYMENT), ID, "paid_cents"),
        *finding("era-zip-refused", refused_zips(inputs), zips, ["source_file"]),
        *finding("era-counts-wrong", wrong, (*ORIGIN, *_PAYMENT, *envelope), ID, "paid_cents"),
        *finding("era-damage", damage(inputs), broken, ["content", "byte", "element"]),
    )


def _texts(inputs: Inputs) -> tuple:
    alone, differing, lone = text_only(inputs), text_differs(inputs), without_text(inputs)
    columns = canonical("files", "source_file", "file_id", "name_date", "payment_count", "paid_cents")
    of_check = ["content", "check_id"]
    return (
        *finding("era-text-only", alone, (*ORIGIN, *_CHECK, *_TICKET), of_check, "amount_cents"),
        *finding(
            "era-text-differs",
            differing,
            (*ORIGIN, *_CHECK, *_DIFFERS),
            of_check,
            "difference_cents",
        ),
        *finding(
            "era-listed-missing",
            listed_missing(inputs),
            _LISTED,
            ["check_number", "amount_cents"],
            "amount_cents",
        ),
        *finding("era-no-text", lone, columns, ["content"], "paid_cents"),
    )


def _misplaced(inputs: Inputs) -> tuple:
    columns = canonical("files", "source_file", "kind", "bytes", "reason")
    return (
        *finding("era-other-transaction", other_kinds(inputs), columns, ["source_file"]),
        *finding("era-unknown-file", unknown_files(inputs), columns, ["source_file"]),
    )


@once
def unreadable(inputs: Inputs) -> pd.DataFrame:
    """Return the files, zips apart, that should be a remittance and give nothing, one row per file.

    That is what its content or, where the content is of no known kind, its name says. Also a loose file
    that was refused: what is in it is not known. Not a text whose 835 is read in full: no total lacks what it says.
    """
    files = inputs.archive.files
    refused = (files["state"] == "refused") & files["container"].isna()
    shut = (files["state"] == "unreadable") | refused | _only_named(files)
    return files[shut & (files["kind"] != "zip") & ~held_as_835(inputs.archive)]


def texts_beside_835s(inputs: Inputs) -> int:
    """Return how many texts cannot be read whose 835 is read in full, copies apart."""
    files = inputs.archive.files
    shut = files["state"].eq("unreadable") & held_as_835(inputs.archive)
    return int(shut.sum())


def _only_named(files: pd.DataFrame) -> pd.Series:
    """Files that bear the name of an 835 and hold something else, such as a page of the portal."""
    named = files["source_file"].str.contains(NAMED_835, regex=True)
    return named & (files["kind"] == "unknown") & (files["state"] == "not an ERA")


@once
def refused_zips(inputs: Inputs) -> pd.DataFrame:
    """Return the zips that did not open or of which members were refused, one row per zip."""
    files = inputs.archive.files
    refused = files[(files["state"] == "refused") & files["container"].notna() & (files["kind"] != "zip")]
    members = refused.groupby("container").agg(member_count=("source_file", "size"), why=("reason", "first"))
    zips = files[files["kind"] == "zip"].merge(members, left_on="source_file", right_index=True, how="left")
    shut = zips["state"].isin(["refused", "unreadable"])
    found = zips[shut | zips["member_count"].notna()]
    return found.assign(reason=found["reason"].where(shut, found["why"]))


@once
def truncated(inputs: Inputs) -> pd.DataFrame:
    """Return the counted payments whose file ends inside them, one row per payment."""
    return inputs.counted[~inputs.counted["whole"]]


def wrong_counts(inputs: Inputs) -> pd.DataFrame:
    """Return the counted whole payments whose counts or control numbers are not as counted."""
    counted = inputs.counted
    return counted[counted["whole"] & ~counted["counts_agree"].fillna(True).astype(bool)]


def damage(inputs: Inputs) -> pd.DataFrame:
    """Return what is damaged, one row per place; not where a file was cut, nor in payments set aside."""
    damaging = [reason for reason, (is_damage, _) in UNREAD_REASONS.items() if is_damage and reason != "cut"]
    archive = inputs.archive
    rows = archive.part("unread", ["reason"])["reason"].isin(damaging).to_numpy(bool)
    found = as_texts(archive.part("unread", _UNREAD, rows))
    aside = inputs.payments.loc[inputs.payments["set_aside"].notna(), ID]
    marked = found.merge(aside.assign(aside=True), on=ID, how="left")
    return marked[marked["aside"].isna()]


@once
def comparison(inputs: Inputs) -> pd.DataFrame:
    """Return each check of the texts held against the 835s, with its payer as it is spelled elsewhere."""
    archive = inputs.archive
    found = compare(archive.files, archive.payments, archive.text_checks)
    return found.rename(columns={"payer_name": "payer"})


@once
def text_only(inputs: Inputs) -> pd.DataFrame:
    """Return the checks that a text names and no 835 holds, each once, with what a ticket needs."""
    found = comparison(inputs).query("outcome == 'no 835'")
    found = found.sort_values("amount_cents", ascending=False, kind="stable")
    number = check_compared(found["check_number"])
    again = found.assign(number=number).duplicated(["number", "amount_cents", "check_date"]) & number.notna()
    return _ticket(found[~again], inputs)


@once
def listed_missing(inputs: Inputs) -> pd.DataFrame:
    """Return the payments that a list names and no remittance on file bears, one row per check number and amount.

    A check that a text names, or that came to Medi, is told elsewhere or is there.
    """
    listed = inputs.archive.listed
    found = listed[~listed["is_on_file"].fillna(False).astype(bool)]
    told = [text_only(inputs)["check_number"]]
    told += [inputs.medi.payments["trace_number"]] if inputs.medi is not None else []
    known = _number(pd.concat(told).astype("str")).dropna()
    found = found[~_number(found["check_number"]).isin(known)]
    found = found.drop_duplicates(["check_number", "amount_cents"])
    return found.rename(columns={"payer_name": "payer"}).reset_index(drop=True)


def _number(numbers: pd.Series) -> pd.Series:
    return numbers.str.upper().str.replace(r"[^0-9A-Z]+", "", regex=True).str.lstrip("0")


def _ticket(checks: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """The checks with payer id (of its other payments), Tax ID and NPI of the payee, else the practice's."""
    known = inputs.payments.dropna(subset=["payer_id"])
    ids = (
        known.assign(folded=_folded(known["payer_name"]))
        .drop_duplicates("folded")
        .set_index("folded")["payer_id"]
    )
    told = ["content", "check_id", "payee_id", "claim_accounts"]
    payee = checks.merge(inputs.archive.text_checks[told], on=["content", "check_id"])
    digits = payee["payee_id"].str.replace(r"\D", "", regex=True)
    npi, tin = (", ".join(sorted(values)) or None for values in (inputs.practice.npis, inputs.practice.tins))
    return payee.assign(
        payer_id=_folded(payee["payer"]).map(ids).astype("str"),
        payee_npi=digits.where(digits.str.len() == 10).fillna(npi).astype("str"),
        payee_tin=digits.where(digits.str.len() == 9).fillna(tin).astype("str"),
    )


def _folded(names: pd.Series) -> pd.Series:
    return names.str.upper().str.replace(r"[^0-9A-Z]+", " ", regex=True).str.strip()


@once
def text_differs(inputs: Inputs) -> pd.DataFrame:
    """Return the checks that their text and its 835 describe differently, one row per check.

    A cut 835 has fewer claims than its text: that is said once, as a cut payment.
    """
    found = comparison(inputs).query("outcome == 'differs' and found_by == 'pair'")
    cut = inputs.payments.loc[~inputs.payments["whole"], ID].rename(columns={"content": "era_content"})
    marked = found.merge(cut.assign(cut=True), on=["era_content", "payment_id"], how="left")
    only_claims = marked["cut"].notna() & (marked["differs_in"] == "number of claims")
    return marked[~only_claims].assign(difference_cents=lambda rows: rows["difference_cents"].abs())


def without_text(inputs: Inputs) -> pd.DataFrame:
    """Return the 835s without a text version of which a payment counts, one row per content."""
    files = inputs.archive.files
    lone = files[(files["kind"] == "835") & (files["state"] == "read") & files["paired_with"].isna()]
    paid = inputs.counted.groupby("content")["paid_cents"].sum()
    lone = lone[lone["content"].isin(paid.index)]
    return lone.assign(paid_cents=lone["content"].map(paid).astype("Int64"))


def other_kinds(inputs: Inputs) -> pd.DataFrame:
    """Return the files that are transactions of other kinds, one row per file, copies apart."""
    files = inputs.archive.files
    return files[files["kind"].isin(OTHER_KINDS) & (files["state"] == "not an ERA")]


def unknown_files(inputs: Inputs) -> pd.DataFrame:
    """Return the files of no known kind and the empty ones, one row per file, copies and named 835s apart."""
    files = inputs.archive.files
    strange = files["kind"].isin(["unknown", "empty"]) & (files["state"] == "not an ERA")
    return files[strange & ~_only_named(files)]


def files_table(inputs: Inputs) -> Table:
    """Return the files by kind and state, one row per pair: together they are every file of the folder."""
    files = inputs.archive.files
    frame = files.groupby(["kind", "state"]).agg(
        file_count=("source_file", "size"), bytes=("bytes", "sum"), payment_count=("payment_count", "sum")
    )
    frame = frame.reset_index().sort_values(["kind", "state"])
    is_remittance = frame["kind"].isin(["835", "text ERA"])
    frame = frame.assign(payment_count=frame["payment_count"].where(is_remittance))
    columns = (
        *canonical("files", "kind", "state"),
        count("file_count", "Files"),
        count("bytes", "Bytes", "unpacked"),
        count("payment_count", "Payments", "payments of 835s, checks of texts"),
    )
    note = f"{len(files):,} files, every one in one of these rows."
    return table("Files by kind and state", frame, columns, note + _beside_835s(inputs))


def _beside_835s(inputs: Inputs) -> str:
    """What is said of texts that cannot be read and whose 835s are: no total lacks them."""
    number = texts_beside_835s(inputs)
    whose = "The 835 of it is" if number == 1 else "The 835 of each is"
    said = f" {several(number, 'text')} cannot be read. {whose} on file and read in full, so no total lacks its money."
    return said if number else ""
