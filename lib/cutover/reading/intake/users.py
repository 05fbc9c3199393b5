"""Who works for a practice, by e-mail: what the reports of the client's other practices ask of its intake."""

from __future__ import annotations

from cutover.reading.kept import store
from cutover.reading.practice.book import Practice, intake_of


def plain(email: object) -> str:
    """Return an e-mail address as two of them are compared, "" for none."""
    return email.strip().casefold() if isinstance(email, str) else ""


def emails_of_users(practice: Practice) -> frozenset[str]:
    """Return the e-mail addresses of the users that a practice's intake names, from the store where it is the same.

    Raises InputError where the intake does not open.
    """
    return store.of(practice, "users", lambda: _emails(practice), worth=0)


def _emails(practice: Practice) -> frozenset[str]:
    intake = intake_of(practice)
    return frozenset(intake.tables["users"]["email"].map(plain)) - {""}
