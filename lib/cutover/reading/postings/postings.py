"""Posted payments of either system, one row per posting, through a confirmed or sure crosswalk.

The system is told by a column of the file, else by its path: a folder or name with `medi` is Medi, one with
`office`, `oa`, `practice mate` or `service center` is Office Ally. A row of which neither tells was posted in Office
Ally where its day lies before the cutover: until then there is no other system. Later rows are not used.
"""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from cutover.columns import conform
from cutover.errors import InputError
from cutover.reading.files import values as text_values
from cutover.reading.intake.reader import read_intake
from cutover.reading.mapping.targets import load_target
from cutover.reading.postings import posted
from cutover.reading.postings.posted import Posted
from cutover.reading.postings.tables import CLAIM, MEDI, OFFICE_ALLY, POSTINGS, PROVIDER_LEVEL
from cutover.reading.practice.book import INTAKE, Practice, cutover_date

FOLDER = "postings"
_WORDS = ((MEDI, r"\bmedi\b"), (OFFICE_ALLY, r"\b(office ?ally|oa|practice ?mate|service ?center|pm)\b"))
_LOOSE = r"provider|plb|recoup|interest|offset"
BY_FILE, BY_DAY = "file", "day"
NO_PAIR = "account and claim are in one cell that cannot be taken apart"
_SEPARATORS = ("/", "|", ";", ":", ",", "#", "_", r"\s", "-")  # the likeliest first
NO_SYSTEM = "neither the file nor its name says in which system it was posted"


def load_postings(practice: Practice) -> Posted:
    """Return the postings of a practice (`rows`: POSTINGS) from its folder `postings`."""

    def of_file(found: pd.DataFrame, source_file: str) -> tuple[pd.DataFrame, pd.Series]:
        return typed(found, source_file, _moves_on(practice))

    return posted.load(practice, FOLDER, "postings", load_target("postings"), POSTINGS, of_file, NO_SYSTEM)


def system_of(text: str) -> str | None:
    """Return the system that a path or a cell names, None where it names none or both."""
    plain = re.sub(r"[^a-z]+", " ", text.lower())
    named = [system for system, words in _WORDS if re.search(words, plain)]
    return named[0] if len(named) == 1 else None


def _moves_on(practice: Practice) -> dt.date | None:
    """The cutover date of the intake, None without one and where the intake does not open."""
    try:
        return cutover_date(read_intake(practice.raw / INTAKE))
    except InputError:
        return None


def pairs(cells: pd.Series) -> pd.DataFrame:
    """Return `account` and `claim_number` of cells that hold both, null where a cell cannot be taken apart.

    One separator parts a column: of `/`, `|`, `;`, `:`, `,`, `#`, `_`, a blank and a hyphen the one that makes two
    numbers of most cells. A claim is of one account: the side that has several of the other is the account, the left
    one where neither has.
    """
    texts = text_values.identifiers(cells).dropna().astype("str").str.strip()
    split = [texts.str.extract(rf"^\s*([^{s}]+?)\s*[{s}]\s*([^{s}]+?)\s*$") for s in _SEPARATORS]
    split = [two.where(two.apply(lambda side: side.str.contains(r"\d", na=False)).all(axis=1)) for two in split]
    two = max(split, key=lambda one: int(one[0].notna().sum()))  # of equals the first
    told = two.dropna().drop_duplicates()
    on_left, on_right = told[0].nunique(), told[1].nunique()
    is_turned = len(told) == on_left > on_right  # each left number has one right number, and not the other way round
    names = {0: "claim_number", 1: "account"} if is_turned else {0: "account", 1: "claim_number"}
    return two.rename(columns=names).reindex(cells.index).astype("str")


def typed(
    found: pd.DataFrame, source_file: str, cutover: dt.date | None = None
) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as postings (POSTINGS), and of each why it is not used; null where it is.

    Of what lies before the `cutover` and names no system, Office Ally is taken for it.
    """
    cents, reason = posted.money(found["paid"])
    system = found["system"].map(system_of, na_action="ignore").astype("str")
    system = system.fillna(pd.Series(system_of(source_file), found.index, dtype="str"))
    days = text_values.dates(found["posted_date"])
    early = system.isna() & (days < pd.Timestamp(cutover)) if cutover else pd.Series(False, found.index)
    pair = pairs(found["account_claim"])
    torn = found["account_claim"].notna() & pair["claim_number"].isna() & found["claim_number"].isna()
    loose = found["kind"].astype("str").str.lower().str.contains(_LOOSE, na=False)
    columns = {
        "system": system.mask(early, OFFICE_ALLY),
        "source_of_system": pd.Series(BY_FILE, found.index, dtype="str").mask(early, BY_DAY),
        "posted_date": days,
        "claim_number": text_values.identifiers(found["claim_number"]).fillna(pair["claim_number"]),
        "account": text_values.identifiers(found["account"]).fillna(pair["account"]),
        "payer_name": found["payer_name"],
        "check_number": text_values.identifiers(found["check_number"]),
        "paid_cents": cents,
        "adjusted_cents": text_values.cents(found["adjusted"]),
        "kind": pd.Series(CLAIM, found.index, dtype="str").mask(loose, PROVIDER_LEVEL),
    }
    columns |= {name: found[name] for name in ("source_file", "source_sheet", "source_row")}
    reason = reason.mask(reason.isna() & system.isna() & ~early, NO_SYSTEM)
    reason = reason.mask(reason.isna() & torn & ~loose, NO_PAIR)
    return conform(pd.DataFrame(columns, index=found.index), POSTINGS), reason
