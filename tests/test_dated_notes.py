"""Notes that begin with a day, and minutes that name one: quoted with their payer and their days, taken for nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cutover.columns import Privacy
from cutover.reading.files.zips import Entry
from cutover.reading.postings.calls import load_calls
from cutover.reading.practice.dated_notes import closes_on, is_dated_notes, load_payer_notes
from cutover.reading.practice.file_inspection import look
from cutover.workstreams.dated_notes import decisions, payer_notes, told_closing
from era_frames import PRACTICE

CALLS = """Calls with the payers
3/2/2026 Alder: claim form received, in queue
3/9/2026 Alder Health: approved, goes live 3/16/2026
3/20/2026 Alder - moved by the rep, remits come from 3/23/2026
and she will call again
3/20/2026 Birch: W-9 is missing
"""


NAMES = ["Alder Health", "Birch Mutual"]


@pytest.fixture
def practice(tmp_path):
    """A practice with these texts: {path: text}."""

    def made(texts: dict[str, str]):
        who = replace(PRACTICE, home=tmp_path)
        for path, text in texts.items():
            (who.raw / path).parent.mkdir(parents=True, exist_ok=True)
            (who.raw / path).write_text(text)
        return who

    return made


def test_each_note_has_its_payer_and_the_newest_stands_first(practice):
    found = payer_notes(practice({"enrollments/calls.txt": CALLS}), ["Alder Health", "Birch Mutual"]).frame
    assert found[["payer", "said"]].to_numpy().tolist() == [
        ["Alder Health", "moved by the rep, remits come from 3/23/2026 and she will call again"],
        ["Birch Mutual", "W-9 is missing"],
        ["Alder Health", "approved, goes live 3/16/2026"],
        ["Alder Health", "claim form received, in queue"],
    ]
    assert found["named_on"].dt.strftime("%m-%d").fillna("").tolist() == ["03-23", "", "03-16", ""]


def test_two_notes_in_one_line_are_two_with_their_days_and_payers(practice):
    line = "3/2/2026 Alder: form sent. They are slow. 3/9/2026 Birch: came back, sent again 3/11/2026."
    found = payer_notes(practice({"notes/calls.txt": f"{line}\n3/12/2026 nothing new\n"}), NAMES).frame
    told = zip(found["noted_on"].dt.strftime("%m-%d"), found["payer"], found["said"], strict=True)
    assert list(told) == [
        ("03-09", "Birch Mutual", "Birch: came back, sent again 3/11/2026"),
        ("03-02", "Alder Health", "Alder: form sent. They are slow"),
    ]


def test_a_day_within_a_note_begins_no_other_one_where_no_payer_follows(practice):
    line = "3/2/2026 Alder: form sent. 3/16/2026 is the day that they name."
    found = payer_notes(practice({"notes/calls.txt": f"{line}\n3/12/2026 nothing new\n"}), NAMES).frame
    assert found["noted_on"].dt.strftime("%m-%d").tolist() == ["03-02"]
    assert found["named_on"].dt.strftime("%m-%d").tolist() == ["03-16"]


def test_a_note_of_two_payers_is_quoted_for_each(practice):
    texts = {"notes/calls.txt": "3/2/2026 Alder and Birch got the forms\n3/3/2026 Cedar has none\n"}
    assert sorted(payer_notes(practice(texts), NAMES).frame["payer"]) == ["Alder Health", "Birch Mutual"]


def test_a_newer_note_with_another_day_is_named_beside_the_older_one(practice):
    text = CALLS.replace("Alder Health", "Alder")
    found = payer_notes(practice({"enrollments/calls.txt": text}), []).frame
    told = found["compared"].astype(object).where(found["compared"].notna(), None).tolist()
    assert told == [
        "in place of 2026-03-16, noted on 2026-03-09", None, "the note of 2026-03-20 names 2026-03-23", None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        (CALLS, True),
        ("2026-03-02 Alder: sent\n2026-03-03 Birch: sent\n", True),
        ("* Mar 2, 2026 Alder, sent again\n* Mar 3, 2026 Birch, no answer\n", True),
        ("Day,Payer,Status\n3/2/2026,Alder,LIVE\n3/3/2026,Birch,LIVE\n", False),  # a table
        ("3/2/2026\tAlder\tLIVE\n3/3/2026\tBirch\tLIVE\n", False),
        ("3/2/2026 Alder: sent\nBirch asks for a form.\nCedar asks too.\n", False),  # one line of three
        ("3/2/2026 Alder: sent\n", False),
    ],
)
def test_notes_are_told_from_tables(text, is_it):
    assert is_dated_notes(text.encode()) is is_it


def test_a_note_without_a_payer_before_its_text_is_quoted_whole(practice):
    found = load_payer_notes(
        practice({"enrollments/n.txt": "3/2/2026 asked again\n3/3/2026 no answer yet\n"})
    )
    assert found["payer"].isna().all()
    assert found["said"].tolist() == ["no answer yet", "asked again"]


def test_the_file_is_a_note_and_no_broken_table():
    entry = Entry("enrollments/calls.txt", None, len(CALLS), CALLS.encode())
    assert look(entry).row["format"] == "note"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The OA account closes 3/6/2026, not 3/31/2026 as we thought.", "2026-03-06"),
        ("Office Ally stays open until 4/30/2026 (earlier date 3/31/2026 is off).", "2026-04-30"),
        ("We keep open Office Ally through Apr 30, 2026.", "2026-04-30"),
        ("Office Ally: last day is 2026-04-30.", "2026-04-30"),
        ("Office Ally closes 3/6/2026 or 3/31/2026.", None),  # two days
        ("Office Ally does not close 3/6/2026.", None),
        ("Office Ally might close 3/6/2026.", None),
        ("Does Office Ally close 3/6/2026?", None),
        ("The window of the bank closes 3/6/2026.", None),  # nothing of Office Ally
        ("Office Ally called on 3/6/2026.", None),  # nothing of its end
        ("Claims of 3/2/2026 and before go out through Office Ally.", None),
    ],
)
def test_a_sentence_tells_until_when_office_ally_is_open_only_where_nothing_is_in_doubt(sentence, day):
    assert closes_on(sentence) == (None if day is None else dt.date.fromisoformat(day))


MINUTES = (
    "Weekly call 3/4/2026\nPresent: Bea, Cal\n\nOffice Ally stays open until 4/30/2026. Vote on 3/11/2026.\n"
)


def test_minutes_are_quoted_with_their_days_beside_the_end_of_the_closeout(practice):
    who = practice({"meetings/minutes.txt": MINUTES})
    found = decisions(who, dt.date(2026, 4, 15)).frame  # the rule's day
    assert found[["said", "days"]].to_numpy().tolist() == [
        ["Office Ally stays open until 4/30/2026.", "2026-04-30"], ["Vote on 3/11/2026.", "2026-03-11"],
    ]  # fmt: skip
    assert found["noted_on"].dt.strftime("%m-%d").tolist() == ["03-04", "03-04"]
    assert found["compared"].iloc[0] == "after the closeout, which ends on 2026-04-15: no conflict"
    assert told_closing(who, dt.date(2026, 4, 15)) == (
        "by the minutes of 2026-03-04 Office Ally stays open until 2026-04-30"
    )
    assert told_closing(who, dt.date(2026, 4, 30)) == ""  # they agree


@pytest.mark.parametrize(
    ("last_day", "told"),
    [
        (dt.date(2026, 4, 29), "after the closeout, which ends on 2026-04-29: no conflict"),
        (dt.date(2026, 4, 30), "the closeout ends on that day"),
        (
            dt.date(2026, 5, 1),
            "before the closeout ends, on 2026-05-01: ask to keep the account open until then",
        ),
    ],
)
def test_only_a_closing_before_the_closeout_ends_asks_for_something(practice, last_day, told):
    found = decisions(practice({"meetings/minutes.txt": MINUTES}), last_day).frame
    assert found["compared"].iloc[0] == told


LETTER = "From: a@b.example\nTo: c@d.example\nDate: Fri, 20 Nov 2026 09:00:00 -0500\nSubject: x\n\n{}\n"
CALLED = "11/24 called support. They close Office Ally 12/18, not 12/31.\n1/5 no answer at Birch yet.\n"


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        # the year nearest to the newest dated text, the letter of 2026-11-20: 1/5 is 46 days ahead of it
        ({"notes/c.txt": CALLED, "notes/m.eml": LETTER.format("No news.")},
         [("2027-01-05", "its own", None), ("2026-11-24", "2026-12-18, 2026-12-31", "2026-12-18")]),
        ({"calls/c.txt": CALLED, "notes/m.eml": LETTER.format("No news.")},
         [("2027-01-05", "its own", None), ("2026-11-24", "2026-12-18, 2026-12-31", "2026-12-18")]),
        ({"notes/c 2025-12-01.txt": CALLED},  # the day in its name goes first
         [("2026-01-05", "its own", None), ("2025-11-24", "2025-12-18, 2025-12-31", "2025-12-18")]),
        ({"notes/c.txt": CALLED},  # nothing tells the year
         [(None, "its own, without a year", None)] * 2),
        # in a text of sentences alone a fraction is no day, and a word of time before it makes it one
        ({"notes/m.eml": LETTER.format("About 1/2 of them, 24/7, came 9/10. Dr. Ash is back on 12/2.")},
         [("2026-11-20", "2026-12-02", None)]),
        ({"notes/m.eml": LETTER.format("Office Ally is closed 12/18.")}, [("2026-11-20", "2026-12-18", "2026-12-18")]),
        ({"notes/n.txt": "About 9/10 claims came. Support calls back by 12/2.\n", "notes/m.eml": LETTER.format("No.")},
         [(None, "2026-12-02", None)]),
        ({"charts/c.txt": CALLED}, []),  # no folder of notes
    ],
)  # fmt: skip
def test_a_note_of_calls_names_days_without_a_year(practice, texts, rows):
    found = decisions(practice(texts), None).frame
    days = [found[name].dt.strftime("%Y-%m-%d") for name in ("noted_on", "closes_on")]
    told = zip(days[0], found["days"], days[1], strict=True)
    assert [tuple(None if pd.isna(one) else one for one in row) for row in told] == rows


def test_the_page_says_where_the_sentences_stand_and_that_none_names_a_day(practice):
    table = decisions(practice({"notes/c.txt": "Nobody called.\n"}), None)
    assert "consultant's workbook has the sentences" in table.note
    assert {one.name: one.privacy for one in table.columns}["said"] == Privacy.DESK
    assert table.frame.empty


def test_of_several_minutes_the_newest_count_and_without_any_nothing_is_told(practice):
    older = MINUTES.replace("3/4/2026", "2/4/2026").replace("4/30/2026", "3/31/2026")
    who = practice({"meetings/a.txt": older, "meetings/b.txt": MINUTES})
    assert told_closing(who, None).endswith("until 2026-04-30")
    assert decisions(who, None).frame["compared"].isna().all()


def test_minutes_have_the_day_of_their_first_line_that_names_one(practice):
    calls = load_calls(
        practice({"meetings/minutes.txt": MINUTES, "meetings/talk.txt": "On 3/1/2026 or 3/2/2026.\n"})
    )
    days = dict(zip(calls["log"], calls["day"].dt.strftime("%m-%d").fillna(""), strict=True))
    assert days == {"minutes": "03-04", "talk": ""}


def test_no_notes_is_no_table_and_no_error(practice):
    who = practice({"era/x.txt": "a"})
    assert payer_notes(who, []).frame.empty
    assert (decisions(who, None).frame.empty, told_closing(who, None)) == (True, "")
