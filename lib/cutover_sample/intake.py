"""The filled intake workbooks of the sample client: what only people know, half of it filled in.

Written through the declared sheets. What people say agrees with the files, but for what is planted: a usage
pattern that the files contradict, cells that cannot be read, a sheet that the intake does not have.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover.intake.sheets import SHEETS
from cutover.intake.template import Typed, template

from cutover_sample import client_figures
from cutover_sample.book import AS_OF, Practice
from cutover_sample.patient_charts import CUTOVERS
from cutover_sample.payments import History

_USAGE = {"practice-mate": "Practice Mate", "clearinghouse-only": "clearinghouse-only", "hybrid": "hybrid"}
FIRST_ROW = 3  # of a list sheet: the header and the example row stand above
OTHER_SHEET = "holidays"
_STATUSES = ("LIVE", "LIVE", "PROVISIONING", "SUBMITTED", "PROVIDER_ACTION_REQUIRED", "not filed", "REJECTED")


@dataclass(frozen=True)
class Answers:
    """One practice's answers by sheet (`sheets`), the sheets it added itself, and where it says something wrong.

    `wrong` has a kind of defect (`codes.FILE_CODES`), the sheet, its row (None: the sheet) and the header.
    """

    sheets: dict[str, object]
    more: dict[str, list[list]]
    wrong: tuple[tuple[str, str, int | None, str], ...]


def answers_of(practice: Practice, history: History) -> Answers:
    """Return what the people of a practice fill in."""
    answers = {
        "practice": _practice(practice),
        "contacts": _contacts(practice),
        "providers": _providers(practice),
        "users": _users(practice),
        "enrollments": _enrollments(practice),
        "open claims": _open_claims(practice, history),
    }
    more: dict[str, list[list]] = {}
    wrong: list[tuple[str, str, int | None, str]] = []
    if practice.slug == "cedar-grove":
        answers |= _by_hand(practice)
        wrong.append(("support late", "support requests", FIRST_ROW, "Asked"))
    if told := client_figures.figures(practice, history):
        answers[client_figures.SHEET] = told
    if practice.slug == "dunewood":
        answers["practice"]["usage"] = "clearinghouse-only"
        wrong.append(("usage contradicted", "practice", None, "Usage pattern"))
    if practice.slug == "juniper-hill":
        answers |= _appeals()
        more[OTHER_SHEET] = [["Day", "Closed"], ["2026-11-26", "yes"], ["2026-12-25", "yes"]]
        wrong += [*_bad_cells(answers, practice), ("intake sheet", OTHER_SHEET, None, "")]
    return Answers(answers, more, tuple(wrong))


def workbook(answers: Answers) -> bytes:
    """Return the intake workbook, the same to the byte for the same answers."""
    return template(answers.sheets, more=answers.more)


def _practice(practice: Practice) -> dict[str, object]:
    cutover = CUTOVERS.get(practice.slug)
    city, state, postal = practice.town
    answers = {
        "name": practice.name,
        "tins": [practice.tin],
        "specialty": practice.specialty.title(),
        "street": practice.street,
        "city": city,
        "state": state,
        "zip": postal,
        "usage": _USAGE[practice.usage],
        "decided_on": dt.date(2026, 6, 15),
        "cutover_date": cutover,
    }
    if practice.slug == "cedar-grove":
        answers |= {
            "charts_plan": "stay read-only",
            "parallel_weeks": 4,
            "closeout_owner": practice.name.title(),
            "unposted_count": 3,
            "unapplied_cents": 25_000,
            "counted_on": AS_OF,
            "work_cost_cents": 150_000,
        }
    if practice.usage == "hybrid":
        answers["other_system"] = "another EHR, for the therapists"
    return answers


def _contacts(practice: Practice) -> list[dict]:
    who = practice.providers[0]
    owner = {"name": f"{who.first} {who.last}", "role": "owner", "receives_reports": True}
    return [owner, {"name": "Front desk", "role": "office manager", "phone": "614-555-0100"}]


def _providers(practice: Practice) -> list[dict]:
    group = {
        "name": practice.name,
        "npi": practice.npi,
        "npi_type": "group",
        "tin": practice.tin,
        "bills": True,
    }
    return [group] + [
        {
            "name": f"{one.first} {one.last}",
            "npi": one.npi,
            "npi_type": "individual",
            "tin": practice.tin,
            "taxonomy": one.taxonomy,
            "bills": False,
        }
        for one in practice.providers
    ]


def _users(practice: Practice) -> list[dict]:
    slug = practice.slug
    return [
        {"name": "Robin Vale", "email": f"robin@{slug}.example", "role": "billing lead",
         "engagement": "employee", "sees_in_office_ally": ["all"], "sees_in_medi": ["all"],
         "medi_account": True, "medi_login": dt.date(2026, 7, 6)},
        {"name": "Sam Orr", "email": f"sam@{slug}.example", "role": "poster", "engagement": "employee",
         "sees_in_office_ally": [slug], "sees_in_medi": [slug], "medi_account": False},
        {"name": "Ash Penn", "email": f"ash@{slug}.example", "role": "follow-up specialist",
         "engagement": "contractor", "sees_in_office_ally": [slug]},
    ]  # fmt: skip


def _enrollments(practice: Practice) -> list[dict]:
    """ERA and claims of each payer, in every state that an enrollment can be in."""
    rows = []
    for place, payer in enumerate(practice.payers):
        status = _STATUSES[place % len(_STATUSES)]
        for transaction in ("835", "837P"):
            row = {"payer": payer.name, "payer_id": payer.payer_id, "tin": practice.tin, "npi": practice.npi,
                   "transaction": transaction, "active_in_office_ally": True, "status": status}  # fmt: skip
            if status != "not filed":
                row |= {"filed_on": dt.date(2026, 6, 16), "status_on": dt.date(2026, 7, 1 + place)}
            if status == "LIVE":
                row["live_on"] = dt.date(2026, 7, 1 + place)
            if status == "REJECTED":
                row["rejection_reason"] = "Provider not on file"
            rows.append(row)
    return rows


def _open_claims(practice: Practice, history: History) -> list[dict]:
    """Notes on some of the claims that were denied in the last three months of the archive."""
    denied = [
        d
        for p in history.payments
        for d in p.decisions
        if d.status in ("1", "4") and not d.paid_cents and d.lines and (AS_OF - d.decided).days < 120
    ]
    return [
        {
            "payer": d.payer.name,
            "claim_number": d.claim.number,
            "account": d.claim.patient.account,
            "service_on": d.claim.visit,
            "amount_cents": d.charge_cents,
            "state": "denied",
            "denial_reason": "-".join(d.lines[0].adjustments[0][:2]),
            "next_action": "Call the payer",
            "next_action_on": AS_OF + dt.timedelta(7),
            "owner": "follow-up",
        }
        for d in denied[-6:]
    ]


def _by_hand(practice: Practice) -> dict[str, list[dict]]:
    """What a careful practice writes down of everything that no export carries."""
    aetna, anthem = "AETNA", "ANTHEM BCBS OF OHIO"
    return {
        "payer ids": [{"npi": practice.providers[0].npi, "payer": "MEDICARE PART B", "payer_id": "15202",
                       "id_kind": "Medicare PTAN", "identifier": "H90210A001"}],
        "scrub rules": [
            {"rule": "Modifier 25 with an office visit and an injection on one day", "codes": ["99213", "25"],
             "configured_in": "Practice Mate", "in_medi": False},
            {"rule": "Medicare's annual visit once in twelve months", "payer": "MEDICARE PART B",
             "codes": ["G0439"], "configured_in": "habit of staff"},
        ],
        "fee schedules": [
            {"payer": aetna, "name": "PPO 2026", "basis": "percent of Medicare", "percent": 1.15,
             "effective_on": dt.date(2026, 1, 1), "in_medi": False},
            {"payer": anthem, "name": "2025 addendum", "basis": "own rates",
             "effective_on": dt.date(2025, 7, 1), "file": "anthem-2025.xlsx"},
        ],
        "client reporting": [
            {"report": "Monthly collections by payer", "frequency": "monthly", "exported": False},
            {"report": "Aging over 90 days", "frequency": "monthly", "exported": True},
        ],
        "open appeals": [
            {"payer": aetna, "reference": "AP-4471-02", "submitted_on": dt.date(2026, 5, 19),
             "level": "first", "amount_cents": 41_250, "next_action": "Call for status",
             "next_action_on": dt.date(2026, 8, 6), "owner": "follow-up"},
        ],
        "support requests": [
            {"subject": "appointments", "asked_on": AS_OF - dt.timedelta(40), "ticket": "OA-55102"},
            {"subject": "charts", "asked_on": dt.date(2026, 6, 2), "delivered_on": dt.date(2026, 7, 1),
             "format": "PDF", "opens": True},
        ],
        "volumes": [{"month": AS_OF.replace(month=6, day=1), "transaction": "eligibility", "count": 310,
                     "known_from": "Office Ally invoice"}],
        "attestations": [
            {"item": "closeout-agreed", "statement": "The closeout period is agreed.", "holds": True,
             "attested_by": "Robin Vale", "attested_on": dt.date(2026, 7, 20)},
            {"item": "unposted-posted", "statement": "Nothing waits to be posted.", "holds": False,
             "attested_by": "Robin Vale", "attested_on": dt.date(2026, 7, 20)},
        ],
    }  # fmt: skip


def _appeals() -> dict[str, list[dict]]:
    return {
        "open appeals": [
            {"payer": "BUCKEYE WORKERS' COMP TRUST", "reference": "W-2026-118", "level": "hearing",
             "submitted_on": dt.date(2026, 4, 12), "amount_cents": 312_500,
             "documents": ["operative note", "EOB"], "next_action": "Send the operative note",
             "next_action_on": dt.date(2026, 8, 3)},
        ],
    }  # fmt: skip


def _bad_cells(answers: dict[str, object], practice: Practice) -> list[tuple[str, str, int | None, str]]:
    """An NPI with a wrong check digit, a day that does not exist, and a role that is no choice."""
    npi = f"{practice.npi[:9]}{(int(practice.npi[9]) + 1) % 10}"
    plan = (("enrollments", 3, "npi", npi), ("open appeals", 0, "next_action_on", "2026-02-30"),
            ("users", 2, "role", "boss"))  # fmt: skip
    made = []
    for sheet, place, name, value in plan:
        answers[sheet][place][name] = Typed(value, "@")
        header = next(s for s in SHEETS if s.name == sheet).field(name).header
        made.append(("intake cell", sheet, FIRST_ROW + place, header))
    return made
