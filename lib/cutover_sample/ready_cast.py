"""Where the practices of the sample's runs stand on their way to the cutover: users, attestations, receipts, patients.

One stands right, one was attested and is refuted, one says nothing, one is about to move. What is planted is named with
the code of the finding that it is a case of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cutover_sample import handoff_cast

ASPEN, LINDEN, WILLOW, MAPLE = "aspen-court", "linden-row", "willow-bend", handoff_cast.SLUG
_LEAD = "Robin Vale"
TEST_CHARGE = 10_000  # cents of each claim in the receipts


@dataclass(frozen=True)
class Stand:
    """What people say of a practice, and the cases of readiness on the last day of the sample.

    `receipts` are (account, accepted, codes) of a 277CA; `answers` (item, holds, who, day).
    """

    users: tuple[dict, ...]
    answers: tuple[tuple[str, bool, str | None, dt.date | None], ...]
    receipts: tuple[tuple[str, bool, str], ...]
    cases: dict[str, int]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def _user(name: str, role: str, here: str, there: str, login: str | None, **more) -> dict:
    email = f"{name.split()[0].lower()}@sample-run.example"
    made = {"name": name, "email": email, "role": role, "engagement": "employee", "sees_in_office_ally": [here],
            "sees_in_medi": [there], "medi_account": login is not None}  # fmt: skip
    return made | ({"medi_login": _day(login)} if login else {}) | more


def _signed(day: str, *items: str) -> tuple:
    return tuple((item, True, _LEAD, _day(day)) for item in items)


_AGREED = ("closeout-agreed", "trailing-ar-owned", "exports-opened")


def stands() -> dict[str, Stand]:
    """Return how each practice stands, by its slug."""
    lead = _user(_LEAD, "billing lead", "all", "all", "05-10")
    return {
        # every gate shown or attested: GO
        ASPEN: Stand(
            (lead, _user("Sam Orr", "poster", ASPEN, ASPEN, "05-12")),
            (*_signed("05-01", *_AGREED), *_signed("05-18", "day-zero-1", "day-zero-2", "day-zero-7", "day-zero-8"),
             *_signed("07-20", "unposted-posted")),
            (("P1", True, "A2:20"),),
            {"ready-late": 1},  # nobody noted the decision
        ),
        # attested and refuted: the largest payers are not live; one answer is not signed
        LINDEN: Stand(
            (lead, _user("Sam Orr", "poster", LINDEN, LINDEN, None)),
            (*_signed("06-20", *_AGREED), *_signed("06-29", "day-zero-2", "day-zero-3", "day-zero-7"),
             ("day-zero-8", True, None, None)),
            (("P7", False, "A7:562"),),
            {"ready-attested-refuted": 1, "ready-condition": 1, "ready-unsigned": 1,
             "ready-refuted": 3,  # of them: a remittance that waited in Office Ally when the practice moved
             "ready-test-rejected": 1, "ready-user-no-login": 1,
             # late: the decision, an enrollment never filed, a user without an account, the test claim
             "ready-late": 4},
        ),
        # nobody says anything: of the gates that must hold five are open, the largest payers refute a sixth, and of the
        # later ones a remittance refutes one, which waited in Office Ally when the practice moved
        WILLOW: Stand((), (), (), {"ready-open": 5, "ready-refuted": 2, "ready-condition": 3,
                                   # late: decision, agreements, exports, patients, test claim
                                   "ready-late": 5}),
        MAPLE: Stand(
            (lead, _user("Sam Orr", "poster", MAPLE, "all", "07-20"),
             _user("Ash Penn", "follow-up specialist", "all", MAPLE, None, engagement="contractor")),
            (("closeout-agreed", True, _LEAD, _day("07-20")), ("trailing-ar-owned", True, None, None),
             ("day-zero-2", True, _LEAD, _day("07-30")), ("day-zero-8", False, _LEAD, _day("07-30"))),
            (("M901", True, "A2:20"), ("M902", False, "A3:33")),
            {
                "ready-attested-refuted": 1,  # gate 2: a patient is missing, a field differs
                "ready-patient-missing": 1, "ready-patient-changed": 1, "ready-patient-extra": 1,
                "ready-refuted": 1,  # gate 6: one sees more, one sees less
                "ready-user-more": 1, "ready-user-less": 1, "ready-user-no-login": 1,
                "ready-open": 2,  # who owns the old claims (not signed), gate 3: a payer is not live
                "ready-unsigned": 1, "ready-test-rejected": 1,
                "ready-condition": 5,  # the exports, gates 1, 5 (no ERA yet), 7 and 8
                "ready-late": 3,  # agreements, exports, scrub rules
            },
        ),
    }  # fmt: skip


def cases(slug: str) -> Iterator[tuple[str, int | None]]:
    """Yield every case of readiness on the last day: code, and cents where there are some."""
    for code, number in stands()[slug].cases.items():
        yield from ((code, TEST_CHARGE if code == "ready-test-rejected" else None) for _ in range(number))
