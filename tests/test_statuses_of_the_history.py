"""07 has a row for each status of the claim history, with what it is taken for, and no closeout without its day."""

from __future__ import annotations

import pytest
from cutover.columns import Privacy
from cutover.workstreams.open_claims.by_history import BY_HISTORY, by_history
from cutover.workstreams.open_claims.report import _by_deadline, _sources
from open_claims_makers import book, decided, findings, history

CLAIMS = [
    history("K1", "open", state_as_written="Open"),
    history("K2", "open", 4_000, state_as_written="Recouped"),
    history("K3", "open", 2_500, state_as_written="RECOUPED"),
    history("K4", "open", state_as_written="bounced back to Orla"),
    history("K5", "pending", state_as_written="Orla Finch"),
    history("K6", "unknown"),
]


def test_open_and_reversed_claims_are_rows_of_their_own_and_both_are_taken_for_open_work():
    made = by_history(book(CLAIMS).inputs.history, None)
    told = (
        made[["status", "state", "claims", "balance_cents"]].astype(object).where(made["state"].notna(), None)
    )
    # K2 and K3: 40.00 + 25.00
    assert sorted(told.values.tolist()[:-1]) == sorted([
        ["Recouped", "open", 2, 6_500], ["Open", "open", 1, 10_000],
        ["bounced back, and other words", "rejected", 1, 10_000], ["(other words)", "pending", 1, 10_000],
        ["(no status)", "unknown", 1, 10_000],
    ])  # fmt: skip
    assert made["status"].iloc[-1] == "all of them" and made["claims"].iloc[-1] == 6
    said = _sources(book(CLAIMS[:2])).set_index("says")["claims"].to_dict()
    assert said == {"history: reversed": 1, "history: open": 1}


def test_a_word_that_is_in_no_list_of_words_reaches_no_owner():
    made = by_history(book(CLAIMS).inputs.history, None)
    shown = [column.name for column in BY_HISTORY if column.privacy is Privacy.OPEN]
    assert "Orla" not in made[shown].to_csv() and "Orla" in made.to_csv()


@pytest.mark.parametrize(
    ("said", "title", "why", "when"),
    [
        # the report is of 2026-07-31: 60 days after it, and after the cutover of 2026-08-03
        (
            {"cutover": None},
            "1 open claim loses its deadline by 2026-09-29",
            "The end of the closeout is unknown: no cutover date is set. "
            "These days count to 2026-09-29, 60 days after this report.",
            "by 2026-09-29",
        ),
        (
            {},
            "1 open claim loses its deadline during the closeout",
            "The closeout ends on 2026-10-02.",
            "by the end of the closeout",
        ),
    ],
)
def test_without_a_cutover_date_no_end_of_the_closeout_is_told(said, title, why, when):
    # denied 06-20, an appeal within 100 days: until 2026-09-28
    given = book([history("K1", "denied")], eras=[decided("K1", "2026-06-20", 0, "CO-50")],
                 payers={"AETNA": {"appeal_days": 100}}, **said)  # fmt: skip
    (near,) = (found for found in findings(given) if found.code == "handoff-deadline-near")
    assert near.title == title and near.meaning.endswith(why)
    assert "The closeout ends" not in near.meaning or not said
    assert _by_deadline(given)["when"].tolist() == [when]
