"""Every limit of the open claims, whether or not it decides what is done next: of the claim, an appeal, a correction.

`due` names the one day that decides; beside it stands what the payer's other limits say of the same claim.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.reading.payers.deadlines import APPEAL, CORRECTED, FILING, Deadlines
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.decisions import DENIED, SECONDARY
from cutover.workstreams.open_claims.claims import PATIENT, RESOLVED
from cutover.workstreams.open_claims.due import NO_RULE, NO_SERVICE, barred, limited, notice_of, refused
from cutover.workstreams.remittances import UNNAMED

EVERY = "all of them"
PASSED, SOON, LATER, UNKNOWN = "passed", "soon", "later", "unknown"
OF_CLAIM, OF_DENIED, OF_OTHERS, OF_CORRECTED = (
    "claim, from its service",
    "appeal of a denied claim",
    "appeal of one reversed or paid in part",
    "corrected claim",
)
NO_NOTICE = "nothing dates the decision"
ALL_KNOWN = "each is known"
NO_RIGHT = "the decision cannot be appealed"
DAYS = ("claim_limit_on", "appeal_limit_on", "corrected_limit_on")
_AS_SHOWN = "the day; the month where the limit counts from a service"
LIMITS = (
    text("limit", "Limit of"),
    PAYER,
    count("passed", "Passed"),
    cents("passed_cents", "Open, passed"),
    count("later_passed", "Of the passed, with a later deadline", "another limit of the claim has not ended"),
    count("soon", "Ending soon"),
    cents("soon_cents", "Open, ending soon"),
    count("later", "Later"),
    cents("later_cents", "Open, later"),
    count("unknown", "Not known"),
    cents("unknown_cents", "Open, not known"),
    text("why", "Why it is not known"),
    text("over", "Earliest day that has passed", f"{_AS_SHOWN}; null: none has"),
    count("over_claims", "Claims of that day, passed", "of the exact day"),
    text("next", "Next day ahead", f"{_AS_SHOWN}, from the report's date on; null: none is ahead"),
    count("next_claims", "Claims of the next day", "of the exact day"),
    Column("over_on", Kind.DATE, "Passed first, exactly", "", Privacy.DESK),
    Column("next_on", Kind.DATE, "Next, exactly", "from the report's date on", Privacy.DESK),
    text("over_number", "Claim no., passed first", "of several the one of most money", Privacy.PHI),
    text("claim_number", "Claim no., next", "of several the one of most money", Privacy.PHI),
)


def limits(rows: pd.DataFrame, deadlines: Deadlines) -> pd.DataFrame:
    """Return the last days of each open claim by every limit of its payer (DAYS), null where none is known.

    That of the claim counts from its first day of service, whatever became of it since; a claim that waits for a later
    payer has none, since that one's limit starts elsewhere. Those of an appeal and of a corrected claim count from the
    last decision that refused something, also where its reason asks for something else.
    """
    notice, gone = notice_of(rows), refused(rows)
    kinds = {
        "claim_limit_on": (FILING, rows["service_from"], _has_own(rows)),
        "appeal_limit_on": (APPEAL, notice, gone & ~barred(rows, deadlines)),
        "corrected_limit_on": (CORRECTED, notice, gone),
    }
    return pd.DataFrame({
        name: limited(rows["payer"], pd.Series(about, rows.index, dtype="str").where(asked), start, deadlines)[
            "deadline_on"
        ]
        for name, (about, start, asked) in kinds.items()
    }, index=rows.index)  # fmt: skip


def by_limit(rows: pd.DataFrame, deadlines: Deadlines, today: pd.Timestamp, soon_days: int) -> pd.DataFrame:
    """Return for each limit how many open claims have passed it, and how many soon will, by payer (LIMITS).

    The rows of all payers go before those of each; a claim is in every limit that it has. `rows` are open claims with
    their DAYS and deadlines; with one that ends soon the last day is in time.
    """
    gone, dead, own = refused(rows), rows["status"].eq(DENIED).fillna(False), _has_own(rows)
    no_right = barred(rows, deadlines)
    asked = {
        OF_CLAIM: ("claim_limit_on", FILING, own),
        OF_DENIED: ("appeal_limit_on", APPEAL, gone & dead),
        OF_OTHERS: ("appeal_limit_on", APPEAL, gone & ~dead),
        OF_CORRECTED: ("corrected_limit_on", CORRECTED, gone),
    }
    until = today + pd.Timedelta(days=soon_days)
    number = rows["claim_number"].fillna(rows["patient_control_number"])
    whole: list[tuple] = []
    parts: list[tuple] = []
    for limit, (name, about, mask) in asked.items():
        told = pd.DataFrame({
            "payer": rows["payer"], "on": rows[name], "worth": rows["worth_cents"], "number": number,
            "is_late": (rows["deadline_on"] >= today).fillna(False), "why": _why(rows, about, no_right, deadlines),
        })[mask]  # fmt: skip
        on = told["on"]
        place = pd.Series(LATER, told.index, dtype="str").mask(on <= until, SOON).mask(on < today, PASSED)
        made = _of_limit(limit, told.assign(place=place.mask(on.isna(), UNKNOWN)))
        whole, parts = [*whole, *made[:1]], [*parts, *made[1:]]
    return conform(pd.DataFrame([*whole, *parts], columns=[c.name for c in LIMITS]), LIMITS)


def _has_own(rows: pd.DataFrame) -> pd.Series:
    return ~rows["status"].isin([PATIENT, RESOLVED, SECONDARY])


def _why(rows: pd.DataFrame, about: str, no_right: pd.Series, deadlines: Deadlines) -> pd.Series:
    """Why a claim would have no day by a limit."""
    ruled = [payer for payer in rows["payer"].dropna().unique() if deadlines.of(payer, about) is not None]
    why = pd.Series(NO_RULE, rows.index, dtype="str")
    why = why.mask(rows["payer"].isin(ruled), NO_SERVICE if about == FILING else NO_NOTICE)
    return why.mask(no_right, NO_RIGHT) if about == APPEAL else why


def _of_limit(limit: str, told: pd.DataFrame) -> list[tuple]:
    """The rows of one limit: all payers first, then each, those with most open money past it first."""
    records = told.to_dict("records")
    by_payer: dict[str, list[dict]] = {}
    for one in records:
        by_payer.setdefault(one["payer"] if isinstance(one["payer"], str) else UNNAMED, []).append(one)
    rows = [_row(limit, payer, part) for payer, part in sorted(by_payer.items())]
    rows.sort(key=lambda row: -(row[3] or 0))
    return [_row(limit, EVERY, records), *rows] if records else []


def _row(limit: str, payer: str, records: list[dict]) -> tuple:
    parts = {
        place: [one for one in records if one["place"] == place] for place in (PASSED, SOON, LATER, UNKNOWN)
    }
    sums = {place: (len(part), _known(part)) for place, part in parts.items()}
    over, over_claims, over_number = _first_of(parts[PASSED])
    first, claims, number = _first_of([*parts[SOON], *parts[LATER]])
    return (
        limit, payer, *sums[PASSED], sum(one["is_late"] for one in parts[PASSED]), *sums[SOON], *sums[LATER],
        *sums[UNKNOWN], "; ".join(sorted({one["why"] for one in parts[UNKNOWN]})) or ALL_KNOWN,
        shown_day(over, limit == OF_CLAIM), over_claims, shown_day(first, limit == OF_CLAIM), claims, over, first,
        over_number, number,
    )  # fmt: skip


def _first_of(part: list[dict]) -> tuple[pd.Timestamp | None, int, str | None]:
    """The first day of claims, how many are of it, and the number of the one of most money."""
    first = min((one["on"] for one in part), default=None)
    then = sorted((one for one in part if one["on"] == first), key=lambda one: -_cents(one))
    return first, len(then), then[0]["number"] if then else None


def shown_day(day: pd.Timestamp | None, is_from_service: bool) -> str | None:
    """Return a last day as an owner may read it: its month where it counts from a service, null where there is none.

    A day of service is a patient's own, and a last day tells it to whoever knows the rule. One that counts from a
    payer's decision tells the day of a remittance alone.
    """
    if day is None or pd.isna(day):
        return None
    return f"{day:%Y-%m}" if is_from_service else f"{day:%Y-%m-%d}"


def _known(part: list[dict]) -> int | None:
    """The known cents, null where there are claims and none has an amount."""
    known = [int(one["worth"]) for one in part if pd.notna(one["worth"])]
    return sum(known) if known or not part else None


def _cents(one: dict) -> int:
    return -1 if pd.isna(one["worth"]) else int(one["worth"])
