"""Whether an appeal was filed by the last day for one: the payer's limit, counted from the notice of the denial."""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers.deadlines import APPEAL, Deadlines, last_day
from cutover.workstreams.open_claims.due import notice_of

IN_TIME, LATE = "in time", "after the last day"
NOT_FILED, LATER_LEVEL = "not known: no day of filing", "not known: a later level has another limit"
NO_CLAIM, NO_LIMIT = "not known: no claim on file", "not known: no limit of the payer"
NO_NOTICE, AFTER = (
    "not known: no dated notice of the denial",
    "not known: the last answer came after it was filed",
)
AHEAD = "not known: the day of filing is after this report"
_FIRST = "first"


def in_time(
    rows: pd.DataFrame, claims: pd.DataFrame, deadlines: Deadlines, today: pd.Timestamp
) -> dict[str, pd.Series]:
    """Return for each appeal `last_on`, the last day for it, and `in_time`: IN_TIME, LATE, or why that is not known.

    The limit is that of a first appeal, so that one of another level is not judged. The last day itself is in time.
    What is to be filed after the report's date is not filed yet, or its day is wrong.
    The notice is the last one that is known of the claim: one after the day of filing answers the appeal itself.
    """
    by_case = claims.drop_duplicates("case").set_index("case")
    told = by_case.reindex(rows["case"]).set_axis(rows.index)
    notice, filed = notice_of(told), rows["submitted_on"].astype("datetime64[ms]")
    ends = pd.Series(pd.NaT, rows.index, dtype="datetime64[ms]")
    limited = pd.Series(False, rows.index)
    for payer, group in rows.groupby(told["payer"]).groups.items():
        rule = deadlines.of(str(payer), APPEAL)
        if rule is not None:
            ends.loc[group] = last_day(notice.loc[group], rule).astype("datetime64[ms]")
            limited.loc[group] = True
    later = rows["level"].notna() & rows["level"].ne(_FIRST)
    said = pd.Series(IN_TIME, rows.index, dtype="str").mask(filed > ends, LATE)
    for why, mask in ((NO_NOTICE, notice.isna()), (AFTER, notice > filed), (NO_LIMIT, ~limited),
                      (NO_CLAIM, told["payer"].isna()), (LATER_LEVEL, later), (AHEAD, filed > today),
                      (NOT_FILED, filed.isna())):  # fmt: skip
        said = said.mask(mask.fillna(False).astype(bool), why)
    return {"last_on": ends.mask(later | (notice > filed).fillna(False)), "in_time": said}
