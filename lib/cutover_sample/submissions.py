"""What a practice sent to the clearinghouse, and when: what the non-par fee counts.

A practice management system sends claims one by one; a clearinghouse-only practice uploads a file each
Friday, which its summary answers: accepted, rejected, or pending until the next week.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover_sample.book import AS_OF, Practice
from cutover_sample.claims import Claim
from cutover_sample.payments import History

ERRORS = ("INVALID SUBSCRIBER ID", "DIAGNOSIS CODE NOT VALID", "RENDERING NPI MISSING")


@dataclass(frozen=True)
class Submission:
    """One claim as sent once, or waiting to be (`unsent`); `number` is the clearinghouse's, one each time.

    `pending_on` is the day of the summary that called it pending, before the one that accepted it.
    """

    claim: Claim
    number: str
    sent_on: dt.date
    state: str = "accepted"
    error: str = ""
    pending_on: dt.date | None = None

    def npi(self, practice: Practice) -> str:
        """Return the NPI that the fee counts: rendering; institutional: rendering, attending, billing.

        Source: Office Ally support, How Par vs Non-Par payers affect your claim fees.
        """
        if "rendering" in self.claim.named:
            return self.claim.provider.npi
        if self.claim.form == "institutional" and "attending" in self.claim.named:
            return self.claim.provider.npi
        return practice.npi


def submissions(history: History) -> list[Submission]:
    """Return what was sent up to the report's date, by day; a claim may be sent twice, rejected first.

    Claims that were sent and settled before the archive begins are in no file: reports do not reach so far.
    """
    practice, found = history.practice, []
    decided = {d.claim.number for p in history.payments for d in p.decisions}
    claims = [c for c in history.claims if c.submitted >= practice.first or c.number in decided]
    in_files = practice.usage == "clearinghouse-only"
    for place, claim in enumerate(sorted(claims, key=lambda c: (c.submitted, c.number))):
        number = f"{2_300_000_000 + int(practice.tin[-4:]) * 100_000 + place * 3}"
        if in_files:
            found += _filed(claim, number, place)
        else:
            is_waiting = (AS_OF - claim.submitted).days <= 3 and place % 2
            state = "unsent" if is_waiting else "accepted"
            found.append(Submission(claim, number, claim.submitted, state))
    found = [one for one in found if one.sent_on <= AS_OF]
    return sorted(found, key=lambda one: (one.sent_on, one.number))


def _filed(claim: Claim, number: str, place: int) -> list[Submission]:
    """A claim in Friday files: every 40th is rejected and corrected a week later, every 55th pends a week.

    Only claims to par payers are: whether rejected claims count is not known, and no fee hangs on it here.
    """
    friday = claim.submitted + dt.timedelta((4 - claim.submitted.weekday()) % 7)
    again = friday + dt.timedelta(7)
    is_quiet = claim.coverage.payer.par == "par" and again.month == friday.month
    if is_quiet and place % 40 == 7 and again <= AS_OF:
        error = ERRORS[place // 40 % len(ERRORS)]
        corrected = Submission(claim, f"{int(number) + 1}", again)
        return [Submission(claim, number, friday, "rejected", error), corrected]
    if is_quiet and place % 55 == 9 and again <= AS_OF:
        return [Submission(claim, number, again, pending_on=friday)]
    return [Submission(claim, number, friday)]
