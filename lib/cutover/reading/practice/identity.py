"""Who a practice is by its intake: what each sheet says of its name, Tax IDs and NPIs, and what stands in for it.

What is taken from another place than the question that asks for it is said, in words that every page of the practice
shows; nothing is taken from a file that could be another practice's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cutover.errors import InputError
from cutover.identifiers import masked_tin
from cutover.intake.sheets import PRACTICE, PROVIDERS
from cutover.reading.intake.page import UNKNOWN_COLUMN, UNKNOWN_QUESTION, UNKNOWN_SHEET
from cutover.reading.intake.reader import Intake
from cutover.reading.practice.payees import Payees
from cutover.wording import and_joined, several

_TOLD = 5  # labels that a message names


@dataclass(frozen=True)
class Identity:
    """What a practice is known by. `stated_name` is "" where nobody wrote one; `assumed` says what stands in."""

    name: str
    npis: frozenset[str]
    tins: frozenset[str]
    stated_name: str = ""
    assumed: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a file's rows can be held against it."""
        return bool(self.npis or self.tins)


def stated(intake: Intake, slug: str) -> Identity:
    """Return what an intake says of who the practice is; without a name the one of its folder is shown.

    Tax IDs are those of the sheet `practice`, else of `providers`, else of `enrollments`; NPIs those of `providers`,
    which holds the group NPIs of the form too, else of `enrollments`.
    """
    assumed = []
    names = intake.values(PRACTICE.name, "name")
    if not names:
        assumed.append(f"it names no practice name, so that the name of the folder, {slug}, is shown")
    taken = {}
    for what, field, first, *others in (
        ("Tax IDs", "tins", (PRACTICE.name, "tins"), (PROVIDERS.name, "tin"), ("enrollments", "tin")),
        ("NPIs", "npis", (PROVIDERS.name, "npi"), ("enrollments", "npi")),
    ):
        place = next((place for place in (first, *others) if intake.values(*place)), first)
        taken[field] = frozenset(intake.values(*place))
        if place != first:
            where = "practice" if field == "tins" else "providers"
            assumed.append(
                f"the sheet {where} names no {what}, so that those of the sheet {place[0]} are taken"
            )
    stated_name = names[0] if names else ""
    return Identity(stated_name or slug, taken["npis"], taken["tins"], stated_name, tuple(assumed))


def by_payee(said: Identity, found: Payees, of_others: Iterable[str]) -> tuple[Identity, str]:
    """Return an identity of the one payee that all remittances name, and the sentence that says so.

    Where they name none, several, or another practice's (`of_others` are the Tax IDs and NPIs of those) it stays as it
    is, and the sentence says what they name.
    """
    if not found.payments:
        return said, ""
    payments = several(found.payments, "payment", "payments")
    named = _named(found.tins, found.npis)
    if not found.is_one:
        return said, f"the {payments} in era/ name {named}"
    if (found.tins | found.npis) & frozenset(of_others):
        return said, f"the {payments} in era/ name {named}, which is another practice's"
    words = (
        f"it names no Tax ID and no NPI: the payee of all {payments} in era/, {named}, is taken, unconfirmed"
    )
    return Identity(said.name, found.npis, found.tins, said.stated_name, said.assumed), words


def by_remittances(found: Payees, slug: str, of_others: Iterable[str]) -> tuple[Identity | None, str]:
    """Return the identity of a practice without an intake, from the payee of nearly all its payments.

    None where no payee stands out, or where it is another practice's too (`of_others` are the Tax IDs and NPIs of
    those): the sentence then says what the payments name, "" where there are none.
    """
    if not found.payments:
        return None, ""
    payments, chief = several(found.payments, "payment", "payments"), found.chief
    if chief is None:
        return (
            None,
            f"the {payments} in era/ name {_named(found.tins, found.npis)}, and no payee has nearly all of them",
        )
    named = _named(chief.tins, chief.npis)
    if (chief.tins | chief.npis) & frozenset(of_others):
        return None, f"the {payments} in era/ name {named}, which another practice has too"
    of_all = f"all {payments}" if chief.payments == found.payments else f"{chief.payments:,} of {payments}"
    assumed = [
        f"it is missing: the practice is taken as the payee of {of_all} in era/: {chief.name or slug}, {named}"
    ]
    if treats := sorted(chief.treats - chief.npis):
        assumed.append(f"who treats is taken from the same payments: {_named((), treats)}")
    if rest := found.payments - chief.payments:
        assumed.append(f"{several(rest, 'payment', 'payments')} in era/ to another payee is in no figure")
    npis = chief.npis | chief.treats
    return Identity(chief.name or slug, npis, chief.tins, chief.name, tuple(assumed)), ""


def _named(tins: Iterable[str], npis: Iterable[str]) -> str:
    """The first of some Tax IDs, masked, and NPIs."""
    ids = [*(f"Tax ID {masked_tin(tin)}" for tin in sorted(tins)), *(f"NPI {npi}" for npi in sorted(npis))]
    return and_joined(ids[:_TOLD]) or "nobody by a Tax ID or an NPI"


def unknown(intake: Intake, where: str, more: Iterable[str]) -> InputError:
    """Return the error of an intake that names neither a Tax ID nor an NPI, with the labels that are not understood."""
    said = [f"({one})" for one in more]
    labels = not_understood(intake)
    if labels:
        rest = f" and {len(labels) - _TOLD} more" if len(labels) > _TOLD else ""
        said.append(f"(found and not understood: {'; '.join(labels[:_TOLD])}{rest})")
    todo = (
        "Write the Tax ID beside the question 'Tax IDs' of the sheet 'practice', "
        "or an NPI in the column 'NPI' of the sheet 'providers'."
    )
    return InputError(where, " ".join(["neither a Tax ID nor an NPI", *said]), todo)


def not_understood(intake: Intake) -> list[str]:
    """Return the labels of sheets, questions and columns that the reader does not know, with their places."""
    found = []
    for problem in intake.problems.to_dict("records"):
        said, sheet = str(problem["found"]), problem["sheet"]
        if said.startswith(UNKNOWN_SHEET):
            found.append(f"sheet '{sheet}'")
        elif said.startswith((UNKNOWN_QUESTION, UNKNOWN_COLUMN)):
            found.append(f"{sheet}, row {problem['source_row']}, '{problem['column']}'")
    return found
