"""What is the same: bytes under two names, a name on two contents, a payment in two files, a payee."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pandas as pd

from cutover.columns import conform
from cutover.reading.era.parts import repeats
from cutover.reading.era.tables import NAME_CONFLICTS
from cutover.reading.practice import names_held, whose
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, is_copy
from cutover.reading.practice.places import ARCHIVES

_JOINT = "|"
# what tells two payments without money apart: the claims and provider adjustments that they report
_CLAIM_MARKS = ["patient_control_number", "payer_claim_number", "status", "charge_cents", "paid_cents"]
_PROVIDER_MARKS = ["reason_code", "reference", "amount_cents"]
# a table, or what gives these columns of the rows of these contents (`Stored.table`)
Rows: TypeAlias = pd.DataFrame | Callable[[list[str], set[str]], pd.DataFrame]
_NAMELESS = ("zip", "system file", "empty")
# what a payment's identity is made of; a cut payment lacks what its file did not reach
_IDENTITY = [
    "trace_number",
    "originator_id",
    "paid_cents",
    "payment_date",
    "payee_npi",
    "payee_tin",
    "payee_name",
]


def preference(source_files: pd.Series) -> pd.Series:
    """Return the rank of each file among its equals, from 0: those of the ERA folders first, copies last.

    The order depends on names alone, so that it is the same on every machine and at every run.
    """
    away = ~source_files.astype("str").str.startswith(tuple(f"{name}/" for name in ARCHIVES))
    order = pd.DataFrame({"away": away, "copy": source_files.map(is_copy), "name": source_files})
    order = order.sort_values(["away", "copy", "name"])
    return pd.Series(range(len(order)), index=order.index).reindex(source_files.index)


def mark_duplicates(files: pd.DataFrame) -> pd.DataFrame:
    """Return the files with every surplus copy of a content as "duplicate" of the one that counts.

    Empty files and those of an operating system are alike everywhere and no copies of each other.
    """
    same = (
        files["content"].notna()
        & (files["state"] != "refused")
        & ~files["kind"].isin(["empty", "system file"])
    )
    ranked = files.assign(rank=preference(files["source_file"]))[same].sort_values("rank")
    first = ranked.groupby("content")["source_file"].transform("first")
    surplus = first[ranked["source_file"] != first]
    marked = files.copy()
    marked.loc[surplus.index, "duplicate_of"] = surplus
    marked.loc[surplus.index, "state"] = "duplicate"
    marked.loc[surplus.index, "reason"] = "The same bytes as another file, which counts. Nothing to do."
    return marked


def name_conflicts(files: pd.DataFrame) -> pd.DataFrame:
    """Return the names that stand for different bytes (contract NAME_CONFLICTS).

    One row per base name and content, `source_file` being its first file. Names are compared without regard
    to case and exactly otherwise: ` (1)` is another name. Zips are left out, since packing the same files
    twice gives other bytes (their members are compared), and so are empty and system files.
    """
    named = files[files["content"].notna() & ~files["kind"].isin(_NAMELESS)]
    named = named.assign(name=named["source_file"].map(base_name).astype("str"))
    named = named.assign(folded=named["name"].str.casefold(), rank=preference(named["source_file"]))
    named = named.sort_values("rank").drop_duplicates(["folded", "content"])
    named = named.assign(contents=named.groupby("folded")["content"].transform("size"))
    found = named[named["contents"] > 1].sort_values(["folded", "rank"])
    return conform(found[[c.name for c in NAME_CONFLICTS]].reset_index(drop=True), NAME_CONFLICTS)


def payment_keys(payments: pd.DataFrame, claims: Rows, provider_adjustments: Rows) -> pd.Series:
    """Return the identity of each payment: TRN02, TRN03, BPR02, BPR16 and payee (NPI, else TIN, else name).

    A check number alone repeats, so the rest belongs to the key. Of payments that move no money (BPR04 NON,
    or an amount of zero) TRN02 may repeat too, and without TRN02 nothing identifies: to their keys a digest
    of the claims and provider adjustments that they report is added. So two different remittances without
    money both count, and the same one delivered in two files counts once. A payment whose file was cut before its
    identity was complete has that of the whole one (`_of_the_whole`).
    """
    payee = payments["payee_npi"].fillna(payments["payee_tin"]).fillna(payments["payee_name"].str.upper())
    parts = [
        payments["trace_number"],
        payments["originator_id"],
        payments["paid_cents"].astype("str"),
        payments["payment_date"].dt.strftime("%Y-%m-%d").astype("str"),
        payee,
    ]
    key = parts[0].fillna("")
    for part in parts[1:]:
        key = key + _JOINT + part.fillna("")
    weak = (
        payments["method"].eq("NON")
        | payments["paid_cents"].fillna(0).eq(0)
        | payments["trace_number"].isna()
    )
    marks = _marks(payments[weak.fillna(True)], claims, provider_adjustments)
    keys = key.where(~weak.fillna(True), key + _JOINT + marks.reindex(payments.index).fillna("")).astype(
        "str"
    )
    return _of_the_whole(payments, keys)


def _of_the_whole(payments: pd.DataFrame, keys: pd.Series) -> pd.Series:
    """The keys, in which a cut payment has that of the one whole payment that its file began to tell of.

    A file may end before it names the payee, or the number. What a cut payment states must be what the whole one
    states, and its number, or without one the name of its file, must be the same. Where several whole payments fit,
    it keeps its own.
    """
    is_whole = payments["is_whole"].fillna(False).astype(bool)
    cut = payments[~is_whole & ~keys.isin(keys[is_whole])]
    if cut.empty or not is_whole.any():
        return keys
    names = payments["source_file"].map(base_name).str.casefold()
    said = payments[_IDENTITY].assign(payee_name=payments["payee_name"].str.upper())
    found = keys.copy()
    for place in cut.index:
        own = said.loc[place]
        numbered = pd.notna(own["trace_number"])
        same = said["trace_number"].eq(own["trace_number"]) if numbered else names.eq(names[place])
        fits = is_whole & same.fillna(False).astype(bool)
        for part in own[own.notna()].index:
            fits &= said[part].eq(own[part]).fillna(False).astype(bool)
        meant = keys[fits].unique()
        if len(meant) == 1:
            found[place] = meant[0]
    return found


def _marks(payments: pd.DataFrame, claims: Rows, provider_adjustments: Rows) -> pd.Series:
    """A digest of what each of these payments reports, whatever the order it reports it in."""
    ids = ["content", "payment_id"]
    lines = pd.concat(
        [
            _lines(payments[ids], claims, _CLAIM_MARKS),
            _lines(payments[ids], provider_adjustments, _PROVIDER_MARKS),
        ]
    ).sort_values([*ids, "line"])
    digests = lines.groupby(ids)["line"].agg(
        lambda said: hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    )
    found = payments[ids].merge(digests.rename("digest").reset_index(), on=ids, how="left")
    return found["digest"].set_axis(payments.index)


def _lines(wanted: pd.DataFrame, rows: Rows, marks: list[str]) -> pd.DataFrame:
    """One line of text per row of the wanted payments."""
    ids = ["content", "payment_id"]
    of = rows[ids + marks] if isinstance(rows, pd.DataFrame) else rows(ids + marks, set(wanted["content"]))
    chosen = of.merge(wanted, on=ids)
    line = pd.Series(marks[0], index=chosen.index, dtype="str")
    for mark in marks:
        line = line + _JOINT + chosen[mark].astype("str").fillna("")
    return chosen[ids].assign(line=line)


def is_other_payee(payments: pd.DataFrame, practice: Practice) -> pd.Series:
    """Tell of each payment whether its payee is known and is not the practice.

    An NPI is held against the practice's NPIs and a Tax ID against its Tax IDs, where both sides are known; one that
    fits is enough, unless a sibling has it too or the other one is a sibling's (`whose.by_identifiers`). A payee that
    cannot be held against anything counts as the practice's; so does one that fits none while an identifier of the
    practice cannot be read, for it may be that one.
    """
    return ~whose.counts(payees(payments, practice))


def payee_tins(payments: pd.DataFrame) -> pd.Series:
    """Return the Tax ID of the payee of each payment, without blanks and hyphens."""
    return payments["payee_tin"].str.replace(r"[\s-]", "", regex=True)


def payees(payments: pd.DataFrame, practice: Practice) -> pd.DataFrame:
    """Return whose each payment is by its payee (`whose`, `why`), one row per payment."""
    owners, tins = whose.owners_of(practice), payee_tins(payments)
    told = whose.by_identifiers(tins, [payments["payee_npi"]], owners)
    return _but_strange(told, tins, payments["payee_name"], owners)


def _but_strange(told: pd.DataFrame, tins: pd.Series, names: pd.Series, owners: whose.Owners) -> pd.DataFrame:
    """The verdict with nobody's what an unreadable NPI leaves open, though Tax ID and name of the payee are another's.

    The practice's Tax IDs must all be readable: a payee under none of them, whose name has no word in common with the
    practice, its groups and its providers, is not the practice under an NPI that cannot be read.
    """
    is_open = told["whose"].eq(whose.UNKNOWN) & tins.notna() & names.notna()
    if not owners.own.problems or not owners.own.tins_are_known or not is_open.any():
        return told
    strange = is_open & ~tins.isin(owners.own.tins | owners.tins[1])
    strange &= ~names.map(lambda name: names_held.is_alike(name, owners.own), na_action="ignore").eq(True)
    return told.mask(strange, whose.verdict([(strange, whose.NOBODY, whose.STRANGE_NAME)], told.index))


def text_payees(checks: pd.DataFrame, practice: Practice, payments: pd.DataFrame) -> pd.DataFrame:
    """Return whose each check of a text ERA is (`whose`, `why`): by NPI or Tax ID of its payee, else by the name.

    A text names its payee by one number alone. One that stands beside the practice's Tax ID or NPI in an 835
    (`payments`) is the practice's, though the intake does not list it, unless a sibling has it.
    """
    owners = _with_numbers(whose.owners_of(practice), payments)
    said = checks["payee_id"].str.replace(r"[\s-]", "", regex=True)
    length = said.str.len()
    told = whose.by_identifiers(said.where(length == 9), [said.where(length == 10)], owners)
    named = names_held.of_names(checks["payee_name"], owners)
    told = _but_strange(told, said.where(length == 9), checks["payee_name"], owners)
    return told.mask(told["whose"].eq(whose.UNKNOWN) & named["whose"].ne(whose.UNKNOWN), named)


def _with_numbers(owners: whose.Owners, payments: pd.DataFrame) -> whose.Owners:
    """The owners, the practice with the numbers that its own payments bear of it."""
    tin = payee_tins(payments)
    told = whose.by_identifiers(tin, [payments["payee_npi"]], owners)
    ours = told["whose"].eq(whose.OWN)
    npis, tins = owners.npis, owners.tins
    own = replace(
        owners.own,
        npis=npis[0] | frozenset(payments.loc[ours, "payee_npi"].dropna()) - npis[1],
        tins=tins[0] | frozenset(tin[ours].dropna()) - tins[1],
    )
    return replace(owners, own=own)


def reported(payments: pd.DataFrame, claims: Rows, provider_adjustments: Rows) -> pd.DataFrame:
    """Return what the payments whose key occurs twice report, one row per claim or provider adjustment."""
    twice = payments[payments["payment_key"].duplicated(keep=False)][["content", "payment_id"]]
    return pd.concat(
        [_lines(twice, claims, _CLAIM_MARKS), _lines(twice, provider_adjustments, _PROVIDER_MARKS)]
    )


def set_aside(payments: pd.DataFrame, ranks: pd.Series, practice: Practice, lines: pd.DataFrame) -> pd.Series:
    """Return why each payment does not count, null where it does (codes of SET_ASIDE).

    Of several occurrences of one key with the same claims (`lines`, from `reported`), in other files or in the same,
    the first counts: a whole payment before one whose file was cut, then in the order of `ranks` (content to rank),
    then in the file's. Other claims make an occurrence a part of the payment, and it counts.
    Another payee's payment is set aside as such, however often it occurs.
    """
    order = pd.DataFrame(
        {
            "key": payments["payment_key"],
            "cut": ~payments["is_whole"].fillna(False).astype(bool),
            "rank": payments["content"].map(ranks),
            "content": payments["content"],
            "payment_id": payments["payment_id"],
        }
    ).sort_values(["cut", "rank", "payment_id"])
    twice = order[order["key"].duplicated(keep=False)]
    again = repeats(twice, lines).reindex(payments.index, fill_value=False)
    reason = pd.Series(None, index=payments.index, dtype="str")
    reason = reason.mask(again, "same payment again")
    return reason.mask(is_other_payee(payments, practice), "other payee")
