"""What the practices of the sample's runs have filed with payers, day by day, and in which files it stands.

Every status that Stedi has is met. An enrollment is told by its steps; on a day the last step up to it is known. The
export is one file for all practices of the client, as a billing company saves it; Stedi's payer list lies beside it.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from cutover_sample.parallel_cast import RunPractice, practices

INTAKE, EXPORT = "intake", "export"
_LISTED_ON = dt.date(2026, 7, 1)
_DRAFT = dt.timedelta(days=5)  # an enrollment lies so long as a draft before it is filed
_API = {"837P": "professionalClaimSubmission", "835": "claimPayment", "270": "eligibilityCheck"}
_NO_ID = "Provider NPI is not on file with this payer"
# what each payer requires, by transaction, as Stedi's list says; the ERA is always enrolled
SUPPORT = {
    "AETNA": {"837P": "SUPPORTED", "270": "SUPPORTED"},
    "MEDICARE OHIO": {"837P": "ENROLLMENT_REQUIRED"},  # its eligibility is not on the list
    "CEDAR MUTUAL HEALTH": {"837P": "ENROLLMENT_REQUIRED", "270": "ENROLLMENT_REQUIRED"},
    "UNITEDHEALTHCARE": {"837P": "SUPPORTED", "270": "SUPPORTED"},
    "OHIO MEDICAID": {"837P": "ENROLLMENT_REQUIRED", "270": "SUPPORTED"},
}
_IDS = {"TWIN LAKES HEALTH PLAN": "TLHP4"}


@dataclass(frozen=True)
class Step:
    """What is known of an enrollment from a day on; the first step of a status but `not filed` is the day of filing."""

    day: dt.date
    status: str
    reason: str = ""


@dataclass(frozen=True)
class Enrollment:
    """One enrollment and the file that tells of it."""

    payer: str
    transaction: str
    steps: tuple[Step, ...]
    told_in: str = INTAKE
    active: bool = False  # eligibility in Office Ally today

    def at(self, day: dt.date) -> Step | None:
        """Return the last step up to a day, None where nothing is known yet."""
        return next((step for step in reversed(self.steps) if step.day <= day), None)

    def filed(self, day: dt.date) -> dt.date | None:
        """Return the day of filing as it is known on a day."""
        return next(
            (s.day for s in self.steps if s.day <= day and s.status not in ("not filed", "DRAFT")), None
        )


def _steps(*said: tuple) -> tuple[Step, ...]:
    return tuple(Step(dt.date(2026, month, day), *more) for month, day, *more in said)


def _live(
    payer: str, filed: tuple[int, int], live: tuple[int, int], told_in: str = INTAKE
) -> list[Enrollment]:
    """Claims and ERA of a payer, filed on one day and live on another."""
    steps = _steps((*filed, "SUBMITTED"), (*live, "LIVE"))
    return [Enrollment(payer, code, steps, told_in) for code in ("837P", "835")]


def enrollments(slug: str) -> list[Enrollment]:
    """Return what a practice has filed."""
    if slug == "aspen-court":
        return [*_live("AETNA", (4, 20), (5, 16)), *_live("OHIO MEDICAID", (4, 20), (5, 15))]
    if slug == "linden-row":
        return [
            *_live("AETNA", (6, 2), (7, 6)),
            Enrollment("MEDICARE OHIO", "835", _steps((6, 2, "SUBMITTED"), (6, 30, "LIVE"))),
            Enrollment("MEDICARE OHIO", "837P", _steps((6, 25, "SUBMITTED"), (6, 27, "PROVISIONING"))),
            *_live("CEDAR MUTUAL HEALTH", (6, 2), (7, 1)),
            Enrollment("UNITEDHEALTHCARE", "837P", _steps((6, 2, "SUBMITTED"), (6, 20, "LIVE"))),  # without an ERA
            Enrollment("AETNA", "270", _steps((6, 2, "DRAFT")), active=True),  # needs none
            Enrollment("MEDICARE OHIO", "270", _steps((6, 2, "CANCELED")), active=True),  # not on the list
            Enrollment("CEDAR MUTUAL HEALTH", "270", _steps((6, 2, "not filed")), active=True),
        ]  # fmt: skip
    return [
        *_live("AETNA", (6, 8), (7, 7), EXPORT),
        Enrollment("MEDICARE OHIO", "837P", _steps((6, 8, "SUBMITTED"), (6, 10, "PROVIDER_ACTION_REQUIRED",
                                                                       "Signature page is missing")), EXPORT),
        Enrollment("MEDICARE OHIO", "835", _steps((6, 8, "STEDI_ACTION_REQUIRED")), EXPORT),  # and it comes
        Enrollment("OHIO MEDICAID", "837P", _steps((6, 8, "SUBMITTED"), (7, 10, "REJECTED", _NO_ID)), EXPORT),
        Enrollment("OHIO MEDICAID", "835", _steps((6, 8, "SUBMITTED"), (7, 6, "LIVE")), EXPORT),
        Enrollment("TWIN LAKES HEALTH PLAN", "835", _steps((6, 8, "SUBMITTED"), (6, 30, "LIVE")), EXPORT),  # not in use
    ]  # fmt: skip


def intake_rows(practice: RunPractice, day: dt.date) -> list[dict]:
    """Return the rows of the intake's sheet of enrollments."""
    told = [(one, one.at(day)) for one in enrollments(practice.slug) if one.told_in == INTAKE]
    return [
        {"payer": one.payer, "tin": practice.tin, "npi": practice.npi, "transaction": one.transaction,
         "status": step.status, "filed_on": one.filed(day), "status_on": step.day,
         "rejection_reason": step.reason, **({"active_in_office_ally": True} if one.active else {})}
        for one, step in told if step is not None
    ]  # fmt: skip


def client_files(day: dt.date) -> dict[str, bytes]:
    """Return the client's files about enrollment: one export of all practices, and Stedi's payer list."""
    items = [
        {"id": f"enr-{number}", "status": step.status, "reason": step.reason or None,
         "payer": {"name": one.payer, "stediPayerId": _payer_id(one.payer)},
         "provider": {"name": practice.name, "npi": practice.npi, "taxId": practice.tin},
         "transactions": {_API[one.transaction]: {"enroll": True}},
         "createdAt": f"{one.filed(day) - _DRAFT}T09:30:00.000Z", "submittedAt": f"{one.filed(day)}T11:00:00.000Z",
         "history": _history(one, day), "statusLastUpdatedAt": f"{step.day}T16:05:00.000Z"}
        for number, (practice, one, step) in enumerate(_exported(day))
    ]  # fmt: skip
    payers = [
        {"stediId": f"ST{number:03}", "displayName": name, "primaryPayerId": _payer_id(name),
         "aliases": [_payer_id(name)], "names": [name.title()], "transactionSupport": {
             "claimPayment": "ENROLLMENT_REQUIRED", **{_API[code]: said for code, said in support.items()}}}
        for number, (name, support) in enumerate(SUPPORT.items())
    ]  # fmt: skip
    return {
        f"enrollments/enrollments-{day}.json": _json({"items": items}),
        f"stedi_payers/payers-{_LISTED_ON}.json": _json({"items": payers}),
    }


def _history(one: Enrollment, day: dt.date) -> list[dict]:
    """The steps of an enrollment up to a day, its draft first."""
    draft = {"status": "DRAFT", "timestamp": f"{one.filed(day) - _DRAFT}T09:30:00.000Z"}
    steps = [s for s in one.steps if s.day <= day]
    return [draft, *({"status": s.status, "timestamp": f"{s.day}T16:05:00.000Z"} for s in steps)]


def _exported(day: dt.date):
    for practice in practices():
        for one in enrollments(practice.slug):
            step = one.at(day)
            if one.told_in == EXPORT and step is not None:
                yield practice, one, step


def _payer_id(name: str) -> str:
    known = {payer.name: payer.payer_id for practice in practices() for payer in practice.payers}
    return (known | _IDS)[name]


def _json(values: dict) -> bytes:
    return (json.dumps(values, indent=1) + "\n").encode()
