"""What the fee schedules of a practice do not show, said of its own data."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.reading.payers.contract_terms import unread_terms
from cutover.wording import and_joined, several
from cutover.workstreams.allowed_lines.lines import taken_by_copay
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.contract_lines import ALIKE, BY_CREDENTIAL, timed_keys
from cutover.workstreams.fee_schedules.contract_table import without_line
from cutover.workstreams.fee_schedules.findings import of_patients, underpaid, unused_rows
from cutover.workstreams.fee_schedules.payers import apart, joined, own_name
from cutover.workstreams.fee_schedules.workbook import written

_CREDENTIAL = (
    "the contract's rate depends on the credential of the clinician, {between}, and that is not known. Add the "
    "clinician with taxonomy to the intake's providers."
)
_ALIKE = (
    "the contract has several rows of the code, {between}, that nothing tells apart. Look which row holds, and write "
    "modifier, place or dates beside it."
)
_NAMED = 3  # procedures that a sentence names


def _without_line(book: Book) -> list[str]:
    """What is said of rates of contracts that hold for no paid line: nothing was compared with them."""
    bare, every = without_line(book)
    if not bare:
        return []
    return [
        f"{bare:,} of {several(every, 'rate')} of contract files {'holds' if bare == 1 else 'hold'} for no paid line. "
        "The evidence workbook lists each rate with its days."
    ]


def _begun(row: dict) -> str:
    """What is said of a schedule that has just begun."""
    few = f"{several(row['lines'], 'line')} of {several(row['procedures'], 'procedure')}"
    return (
        f"{row['payer']} allows other amounts since {row['since']:%Y-%m}, as under a new schedule: {few} are not "
        "compared with the rate before. Look for its notice."
    )


def _modifiers(book: Book) -> list[str]:
    """What is said of lines whose modifier has no row of its own in their contract."""
    held = book.contracted
    proven = held.lines["proven"].astype(bool)
    plain, by_amount = held.lines[(held.lines["rest"] != "") & ~proven], held.lines[proven]
    said = []
    if len(by_amount):
        said.append(
            f"{several(len(by_amount), 'line')} with modifiers for which the contract has no row "
            f"({_named(by_amount, 'rest')}) are compared with its row without them. The payer allowed some of each at "
            "exactly that rate and none above. Whether the contract owes more for them, as for both sides, its rows do "
            "not tell."
        )
    if len(plain):
        said.append(
            f"{several(len(plain), 'line')} with a modifier without a row in the contract "
            f"({_named(plain, 'rest')}) are compared with its row without it."
        )
    if len(held.modifier_lacks):
        said.append(
            f"{several(len(held.modifier_lacks), 'line')} with modifiers for which the contract has no row "
            f"({_named(held.modifier_lacks, 'marks')}) are not compared. The payer allowed "
            f"{dollars(lacking_cents(book))} for them. Ask the payer for that rate."
        )
        if (short := likely_short(book))[0]:
            said.append(
                f"{several(short[0], 'line')} of these {'is' if short[0] == 1 else 'are'} likely {dollars(short[1])} "
                "below the contract, which names no modifier at all. Ask the payer whether its rows hold for them."
            )
    return said


def lacking_cents(book: Book) -> int:
    """Return what was allowed for the lines that are not compared since the contract has no row for their modifiers."""
    return allowed_for(book, book.contracted.modifier_lacks)


def likely_short(book: Book) -> tuple[int, int]:
    """Return how many of these lines are likely below the contract, and by how many cents."""
    rows = book.contracted.modifier_lacks
    due = rows["likely_cents"]
    allowed, units = (rows["line"].map(book.rates.lines[name]) for name in ("allowed_cents", "units"))
    off = allowed.astype("Int64") - due
    far = (off.lt(0) & book.inputs.rules.off_contract(off, units)).fillna(False).astype(bool)
    return int(far.sum()), -int(off[far].sum())


def allowed_for(book: Book, rows: pd.DataFrame) -> int:
    """Return what was allowed for the lines of these rows, which name them in `line`."""
    return int(book.rates.lines["allowed_cents"].reindex(rows["line"]).sum())


def open_anesthesia(book: Book) -> pd.DataFrame:
    """Return the lines of anesthesia that no contract of their payer prices (`Timed.open`)."""
    rows = book.contracted.timed.open
    return rows[rows["payer"].isin(set(own_name(book.inputs.contracts["payer_name"], book.inputs)))]


def _unexplained(book: Book) -> list[str]:
    """What is said of lines that a code lowers as further procedures though none came first."""
    number = int(book.lines.used["unexplained"].sum())
    if not number:
        return []
    is_one = number == 1
    return [
        f"{several(number, 'line')} that the payer lowered as a further procedure of the day "
        f"{'is' if is_one else 'are'} compared as any other. No other procedure of the patient was allowed as "
        "much that day, by the remittances. Whether one of another practice is the reason, they do not tell."
    ]


def _several_rates(book: Book) -> list[str]:
    """What is said of lines for which a contract has several rates, or none for the credential of the clinician."""
    rows, said = book.contracted.unsure, []
    for why, what in ((BY_CREDENTIAL, _CREDENTIAL), (ALIKE, _ALIKE)):
        some = rows[rows["why"] == why]
        if len(some):
            between = f"{dollars(int(some['least_cents'].min()))} to {dollars(int(some['most_cents'].max()))}"
            few = f"{several(len(some), 'line')} ({_named(some, 'marks')})"
            said.append(
                f"{few} {'is' if len(some) == 1 else 'are'} not compared: {what.format(between=between)}"
            )
    others = book.contracted.others
    if len(others):
        few = f"{several(len(others), 'line')} ({_named(others, 'marks')})"
        said.append(
            f"{few} {'is' if len(others) == 1 else 'are'} not compared: the contract has no row for the credential of "
            "the clinician. Ask the payer for that rate."
        )
    return said


def _terms(book: Book) -> list[str]:
    """What is said of terms of payment in the notes of contract rates: which lines they price, which nobody applied."""
    held, said = book.contracted.lines, []
    priced = held[held["of_notes"].astype(bool)]
    if len(priced):
        said.append(
            f"The rate of {several(len(priced), 'line')} ({_named(priced, 'marks')}) follows from the notes of the "
            "contract, as a share of its rate."
        )
    unread = unread_terms(book.inputs.contracts)
    if unread:
        more = f" and {len(unread) - 1:,} more" if len(unread) > 1 else ""
        said.append(f'The notes of contracts hold terms that are not applied here: "{unread[0][:60]}"{more}.')
    return said


def _by_time(book: Book) -> list[str]:
    """What is said of anesthesia: how its units were read, and which lines are not compared, and why."""
    found, said = book.contracted.timed, []
    if len(found.lines):
        way = "minutes" if found.lines["minutes"].notna().any() else "units of time"
        said.append(
            f"The units of {several(len(found.lines), 'line')} of anesthesia are taken as {way}. Only so do lines "
            "come out at their contract to the cent."
        )
    for why, rows in open_anesthesia(book).groupby("why", sort=False):
        said.append(
            f"{several(len(rows), 'line')} of anesthesia ({_named(rows, 'marks')}) "
            f"{'is' if len(rows) == 1 else 'are'} not compared: {why}."
        )
    return said


def _without_contract(book: Book) -> list[str]:
    """What is said of the payers for which no contract file has a rate."""
    rows = without_contract(book)
    if book.inputs.contracts.empty or rows.empty:
        return []
    names = list(rows["payer"][:_NAMED])
    more = [f"{len(rows) - _NAMED:,} more"] if len(rows) > _NAMED else []
    money = dollars(int(rows["allowed_cents"].sum()))
    return [
        f"No contract file has a rate of {and_joined([*names, *more])}: {money} that they allowed is not compared."
    ]


def without_contract(book: Book) -> pd.DataFrame:
    """Return the payers of remittances of which no contract file has a rate, one row each: `payer`, `lines`,
    `charge_cents`, `allowed_cents`, the most money first. A payer that sends no remittance is not seen.
    """
    rows, given = book.lines.allowed, book.inputs.contracts
    # one that has a conversion factor alone has no rate of what is no anesthesia
    names = own_name(given["payer_name"], book.inputs)
    only_timed = set(names) - set(names[given["factor"].isna()])
    other = rows["payer"].isin(only_timed) & ~rows["key"].isin(timed_keys(book.lines))
    rows = rows[~rows["payer"].isin(set(names)) | other]
    sums = rows.groupby("payer", as_index=False).agg(
        lines=("key", "size"), charge_cents=("charge_cents", "sum"), allowed_cents=("allowed_cents", "sum")
    )
    return sums.sort_values(["allowed_cents", "payer"], ascending=[False, True], ignore_index=True)


def _reduced(book: Book) -> list[str]:
    """What is said of lines that look like a reduction for several procedures of one day, by payer."""
    sums = book.reduced.groupby("payer")["difference_cents"].agg(["size", "sum"])
    return [
        f"{payer} allowed {several(int(row['size']), 'line')} {dollars(-int(row['sum']))} below its own rate, beside "
        "another procedure of that day. That is likely its reduction for several procedures, so it is not called short."
        for payer, row in sums.iterrows()
    ]


def _named(lines: pd.DataFrame, marks: str) -> str:
    """The procedures with their modifiers of most lines, such as `73562 26, 99213 without any and 2 more`."""
    texts = lines["procedure"] + " " + lines[marks].where(lines[marks] != "", "without any")
    names = list(texts.value_counts(sort=True).index)
    more = [f"{len(names) - _NAMED:,} more"] if len(names) > _NAMED else []
    return and_joined([*names[:_NAMED], *more])


def _of_patients(book: Book) -> list[str]:
    """What is said of lines below the rate of which the payer paid nothing, since the patient owes what was allowed."""
    rows = of_patients(book)
    by_copay = taken_by_copay(rows)
    parts = ((rows[~by_copay], "the patient's share alone. The payer owes nothing there."),
             (rows[by_copay], "taken by a copayment. What the payer owes depends on the full copayment."))  # fmt: skip
    return [
        f"{several(len(alone), 'line')} below the rate, by {dollars(-int(alone['difference_cents'].sum()))}, "
        f"{'is' if len(alone) == 1 else 'are'} {words}"
        for alone, words in parts
        if len(alone) and not book.is_too_few
    ]


def _no_rate(files: int) -> str:
    if not files:
        return "No contract file is in fee_schedules/"
    lie = "lies" if files == 1 else "lie"
    return f"{several(files, 'contract file')} {lie} in fee_schedules/, without a rate that could be used"


def unseen(book: Book) -> tuple[str, ...]:
    """Return the sentences about what is not known or was not used, in the order of the page."""
    inputs, said = book.inputs, []
    if inputs.contracts.empty:
        said.append(f"{_no_rate(inputs.contract_files)}, so no rate is compared with a contract.")
    said += [_begun(row) for row in book.settled.begun.to_dict("records")]
    said += [
        f"{name} has the id and the amounts of {main} and counts as it."
        for name, main in joined(inputs).items()
    ]
    said += [
        f"{name} has the id of {main} and other amounts, so it counts apart." for main, name in apart(inputs)
    ]
    if aside := len(unused_rows(book)):
        said.append(f"{several(aside, 'row')} of contract files {'was' if aside == 1 else 'were'} not used.")
    said += _modifiers(book)
    said += _unexplained(book)
    said += _several_rates(book)
    said += _terms(book)
    said += _by_time(book)
    said += _without_line(book)
    said += _without_contract(book)
    said += _reduced(book)
    said += _of_patients(book)
    unknown = underpaid(book)["appeal_through"].isna().sum()
    if unknown and not book.is_too_few:
        said.append(f"Until when {unknown:,} of the lines paid short can be appealed is not known.")
    back, read = written(inputs), inputs.returned.files
    if back.settled:
        said.append(
            f"Words came back about {several(back.settled, 'line')} that can no longer be appealed. They stay in the "
            "returned workbook."
        )
    if back.conflicts:
        said.append(
            f"Returned workbooks differ in {several(back.conflicts, 'cell')}. The later file's words are used."
        )
    said += unread_workbooks(read)
    return tuple(said)


def unread_workbooks(files: pd.DataFrame) -> list[str]:
    """Return the sentence about the workbooks that came back and were not read (RETURNED_FILES), if there are any."""
    unread = int((files["state"] == "not read").sum())
    if not unread:
        return []
    return [f"{several(unread, 'returned workbook')} could not be read; the handoff report names the files."]
