"""May a practice move on a day: what data shows goes before what people attest, and silence is never a yes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cutover.intake.fields import SEPARATOR
from cutover.intake.sheets import SHEETS
from cutover.intake.template import write_intake
from cutover.reading.claims.receipts import ANSWERED, FILES_ANSWERED, Receipts
from cutover.reading.claims.tables import SENT_CLAIMS, SUBMITTED_CLAIMS
from cutover.reading.intake.users import emails_of_users
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import Demographics
from cutover.reading.practice.book import load_practice
from cutover.workstreams.enrollment.dates import SURE, day_of
from cutover.workstreams.readiness import verdict as readiness_verdict
from cutover.workstreams.readiness.attestations import Word
from cutover.workstreams.readiness.evidence import evidence
from cutover.workstreams.readiness.gates import (
    ATTESTED,
    CLASH,
    CONDITIONS,
    GO,
    NO_GO,
    OPEN,
    REFUTED,
    SHOWN,
    STATES,
    decision,
    first_day,
    gates,
    state_of,
)
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.left import with_account
from cutover.workstreams.readiness.report import assess
from cutover.workstreams.readiness.rules import load_rules
from cutover.workstreams.readiness.users import users
from enrollment_makers import AS_OF, claims, day, era, filed, live, plan
from notebook_maker import one_practice
from parallel_frames import frame

CUTOVER = AS_OF + dt.timedelta(10)
SIGNED = Word(True, "Robin", "billing lead", AS_OF)


def ready(
    cutover=CUTOVER,
    users=(),
    answers=(),
    submitted=(),
    receipts=None,
    others=None,
    enrolled=None,
    sent=(),
    era_of=None,
) -> Inputs:
    """The inputs of a practice whose largest payer is AETNA, live for claims and ERAs unless told."""
    paid = [era(payer, on) for payer, days in (era_of or {}).items() for on in days]
    made = plan(claims("AETNA", 3), paid, enrollments=enrolled or live("AETNA"), cutover=cutover).inputs
    tables = made.files.intake.tables | {
        "users": frame(_sheet("users").columns, list(users)),
        "attestations": frame(_sheet("attestations").columns, list(answers)),
    }
    files = replace(made.files, intake=replace(made.files.intake, tables=tables))
    nothing, rows = Demographics(False, patients_export()), frame(SUBMITTED_CLAIMS, list(submitted))
    given = replace(made, files=files)
    listed = frame(SENT_CLAIMS, list(sent))
    return Inputs(given, rows, nothing, nothing, receipts or Receipts(), others=others or {}, sent=listed)


def _sheet(name: str):
    return next(s for s in SHEETS if s.name == name)


def codes(inputs) -> dict[str, int]:
    return {f.code: f.count for f in assess(inputs).findings}


@pytest.mark.parametrize(
    ("shows", "word", "state"),
    [
        (True, Word(), SHOWN), (True, SIGNED, SHOWN), (True, replace(SIGNED, holds=False), SHOWN),
        (False, Word(), REFUTED), (False, SIGNED, CLASH), (False, replace(SIGNED, holds=False), REFUTED),
        (None, Word(), OPEN), (None, SIGNED, ATTESTED), (None, replace(SIGNED, holds=False), OPEN),
        (None, replace(SIGNED, who=None), OPEN), (None, replace(SIGNED, on=None), OPEN),
        (False, replace(SIGNED, who=None), REFUTED),
    ],
)  # fmt: skip
def test_a_gate_has_the_state_that_data_and_attestation_give_it(shows, word, state):
    assert state_of(shows, word) == state


@pytest.mark.parametrize(
    ("word", "state"),
    [
        (SIGNED, CLASH),
        (Word(), OPEN),
        (replace(SIGNED, who=None), OPEN),
        (replace(SIGNED, holds=False), OPEN),
    ],
)
def test_a_yes_against_what_the_files_say_opens_no_gate_also_before_the_day(word, state):
    assert state_of(None, word, against=True) == state


def rows_of(states: dict[str, str]) -> pd.DataFrame:
    """Every gate shown, but for these."""
    rules = load_rules(AS_OF)
    return pd.DataFrame({
        "item": [g.code for g in rules.gate], "hold": [g.hold for g in rules.gate],
        "state": [states.get(g.code, SHOWN) for g in rules.gate],
        "ready_by": [pd.NaT if states.get(g.code, SHOWN) in (SHOWN, ATTESTED) else
                     pd.Timestamp(AS_OF + dt.timedelta(g.days)) for g in rules.gate],
    })  # fmt: skip


@pytest.mark.parametrize(
    "gate", [g for g in load_rules(AS_OF).gate if g.hold != "later"], ids=lambda g: g.code
)
@pytest.mark.parametrize("state", STATES)
def test_every_state_of_every_gate_gives_its_decision(gate, state):
    wanted = {
        SHOWN: GO,
        ATTESTED: GO,
        REFUTED: NO_GO,
        CLASH: NO_GO,
        OPEN: NO_GO if gate.hold == "must" else CONDITIONS,
    }
    assert decision(rows_of({gate.code: state}), CUTOVER) == wanted[state]


def test_what_is_due_in_the_closeout_holds_no_cutover_and_without_a_date_nothing_is_go():
    assert decision(rows_of({"unposted-posted": REFUTED}), CUTOVER) == GO
    assert decision(rows_of({}), None) == NO_GO


def test_the_first_day_of_go_is_that_of_the_slowest_gate_that_must_hold():
    assert first_day(rows_of({}), AS_OF) == AS_OF
    assert first_day(rows_of({"day-zero-4": OPEN, "closeout-agreed": OPEN}), AS_OF) == AS_OF + dt.timedelta(5)
    assert first_day(rows_of({"day-zero-7": OPEN}), AS_OF) == AS_OF  # settled on the day itself
    unknown = rows_of({"day-zero-3": OPEN})
    assert first_day(unknown.assign(ready_by=pd.NaT), AS_OF) is None


def test_the_page_calls_a_gate_as_the_verdict_does_and_shows_no_code():
    rows = assess(ready()).tables["gates"].frame
    assert "item" not in rows and "test claim accepted" in list(rows["name"])


def test_a_practice_of_which_nothing_is_known_is_no_go_and_says_why():
    verdict = assess(ready()).verdict
    assert verdict.startswith(f"NO-GO for {CUTOVER}") and "patients and providers in Medi" in verdict
    assert codes(ready(None))["ready-no-date"] == 1


def test_the_same_row_of_two_sheets_is_two_new_claims_with_two_keys():
    row = {"submission_date": day("2026-07-31"), "service_from": day("2026-07-31"), "source": "claim history",
           "payer_name": "AETNA", "source_file": "claims/x.xlsx", "source_row": 2}  # fmt: skip
    given = ready(AS_OF, submitted=[row | {"source_sheet": "East"}, row | {"source_sheet": "West"}])
    frame = next(f for f in assess(given).findings if f.code == "ready-new-claim").evidence.frame
    assert frame["key"].nunique() == 2


@pytest.mark.parametrize(
    ("sent", "served", "new"),
    [("2026-07-31", "2026-07-31", 1), ("2026-07-31", "2026-07-30", 0), ("2026-07-30", "2026-07-30", 0)],
)
def test_a_new_claim_in_office_ally_is_one_sent_and_served_from_the_cutover_on(sent, served, new):
    row = {"submission_date": day(sent), "service_from": day(served), "source": "claim history", "payer_name": "AETNA",
           "source_file": "claims/x.csv", "source_row": 1}  # fmt: skip
    given = ready(AS_OF, submitted=[row])
    assert codes(given).get("ready-new-claim", 0) == new
    told = evidence(given)["day-zero-1"].shows
    assert told is (
        False if new else True if sent == "2026-07-31" else None
    )  # what ends before the day shows nothing


@pytest.mark.parametrize(("served", "new"), [("2026-07-31", 1), ("2026-07-30", 0), ("2026-08-01", 0)])
def test_a_claim_without_a_day_of_submission_is_new_where_its_service_is_and_hides_no_other(served, new):
    # a claim is sent after its service; the report is of 2026-07-31, so a service of August has not been
    told = {
        "source": "file summary",
        "payer_name": "AETNA",
        "source_file": "submissions/x.txt",
        "source_row": 1,
    }
    undated = told | {"service_from": day(served)}
    dated = told | {"submission_date": day("2026-07-31"), "service_from": day("2026-07-01"), "source_row": 2}
    given = ready(AS_OF, submitted=[undated, dated])
    assert codes(given).get("ready-new-claim", 0) == new
    found = evidence(given)["day-zero-1"]
    assert found.shows is (not new)
    assert new or "1 claim without a day of submission" in found.words


def receipts(*rows: tuple[str, str], files=()) -> Receipts:
    """Claims of a 277CA (state, day), and states of files of a 999."""
    told = [{"patient_control_number": f"P{n}", "state": state, "answered_on": day(on), "codes": "A7:562",
             "source_file": "x.277", "source_row": n} for n, (state, on) in enumerate(rows)]  # fmt: skip
    sets = [
        {"state": state, "answered_on": day("2026-07-30"), "source_file": "x.999", "source_row": 1}
        for state in files
    ]
    return Receipts(frame(ANSWERED, told), frame(FILES_ANSWERED, sets))


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        (receipts(), None),
        (receipts(files=["accepted"]), None),
        (receipts(files=["rejected"]), False),
        (receipts(("accepted", "2026-07-30"), files=["accepted"]), True),
        (receipts(("rejected", "2026-07-30"), ("accepted", "2026-07-30")), True),
        (receipts(("rejected", "2026-07-30")), False),
        (receipts(("accepted", "2026-08-01")), None),  # after the report
        (receipts(("accepted", "2026-07-01")), True),  # 30 days
        (receipts(("accepted", "2026-06-30")), None),  # 31 days
    ],
)
def test_a_test_claim_is_shown_by_an_accepted_277ca_and_refuted_by_rejections_alone(given, shows):
    assert evidence(ready(receipts=given))["day-zero-4"].shows is shows


@pytest.mark.parametrize(
    ("listed", "given", "shows", "words"),
    [
        ([("accepted", "2026-07-01")], (), True, "accepted by the list of claims sent, the last sent on 2026-07-01"),
        ([("decided", "2026-07-01")], (), True, "1 claim accepted"),
        ([("accepted", "2026-06-30")], (), None, "more than 30 days"),
        ([("accepted", "2026-08-01")], (), None, "no list says"),  # after the report
        ([("sent", "2026-07-30")], (), None, "no list says"),
        ([("rejected", "2026-07-30")], (), False, "1 claim rejected by the list of claims sent, none accepted"),
        ([("rejected", "2026-07-30"), ("accepted", "2026-07-30")], (), True, "; 1 claim rejected by the list"),
        ([("accepted", "2026-07-30")], [("rejected", "2026-07-30")], True, "; 1 claim rejected (A7:562)"),
        ([("rejected", "2026-07-30")], [("accepted", "2026-07-30")], True, "1 claim accepted, the last on 2026-07-30"),
    ],
)  # fmt: skip
def test_a_list_of_claims_sent_tells_of_the_test_claim_where_no_277ca_does(listed, given, shows, words):
    rows = [{"state": state, "sent_on": day(on)} for state, on in listed]
    found = evidence(ready(receipts=receipts(*given), sent=rows))["day-zero-4"]
    assert (found.shows, words in found.words) == (shows, True), found.words


def user(here: str, there: str | None, login: str | None = "2026-07-30", role: str = "poster") -> dict:
    return {"name": f"{here} {there}", "email": "a@x.example", "role": role, "sees_in_office_ally": here,
            "sees_in_medi": there, "medi_account": True, "medi_login": login and day(login),
            "logged_in": None if login else False}  # fmt: skip


@pytest.mark.parametrize(
    ("here", "there", "code"),
    [("north", "north", None), ("all", SEPARATOR.join(["north", "south"]), None), ("north", "all", "ready-user-more"),
     ("all", "north", "ready-user-less"), ("NORTH", "north", None)],
)  # fmt: skip
def test_the_practices_of_a_user_in_medi_must_equal_those_in_office_ally(here, there, code):
    given = ready(users=[user(here, there)], others={"south": frozenset()})
    found = {c for c in codes(given) if c.startswith("ready-user")}
    assert found == ({code} if code else set())
    assert evidence(given)["day-zero-6"].shows is (code is None)


@pytest.mark.parametrize(
    ("note", "there", "access"),
    [
        ("Must see this practice only.", "north", "fewer practices on purpose"),
        ("works nights", "north", "sees less in Medi"),  # words that nobody knows say nothing
        (None, "north", "sees less in Medi"),
        ("this practice only", "north; south", "sees the same"),
        ("this practice only", "west", "sees more in Medi and sees less in Medi"),
    ],
)
def test_fewer_practices_that_the_note_asks_for_are_no_fault(note, there, access):
    given = ready(users=[user("all", there) | {"note": note}], others={"south": frozenset()})
    assert list(users(given)["access"]) == [access]
    is_fine = access in ("fewer practices on purpose", "sees the same")
    assert evidence(given)["day-zero-6"].shows is is_fine
    assert ("ready-user-less" in codes(given)) is not is_fine


@pytest.mark.parametrize(
    ("here", "there", "access"),
    [("South", "all", "sees more in Medi"), ("South Hill Clinic", "south-hill-clinic", "sees the same"),
     ("East", "all", "sees more in Medi and sees less in Medi"),  # two begin with it: which one is not known
     ("Sou", "south-hill-clinic", "sees more in Medi and sees less in Medi")],
)  # fmt: skip
def test_a_short_name_is_the_one_practice_whose_name_begins_with_its_words(here, there, access):
    others = dict.fromkeys(("south-hill-clinic", "east-side", "east-end"), frozenset())
    assert list(users(ready(users=[user(here, there)], others=others))["access"]) == [access]


def test_a_user_also_works_for_each_practice_whose_intake_names_the_same_email():
    there = {"south": frozenset({"a@x.example"}), "west": frozenset({"b@x.example"}), "east": frozenset()}
    assert list(users(ready(users=[user("north", "north")], others=there))["elsewhere"]) == ["south"]


def test_the_emails_of_another_practice_are_kept_and_read_anew_when_its_intake_changes(tmp_path):
    one_practice(tmp_path, "sample-billing", "south", "South")
    south, said = (
        load_practice(tmp_path, "sample-billing", "south"),
        {"practice": {"name": "South", "tins": []}},
    )
    assert emails_of_users(south) == frozenset()
    (south.raw / "intake.xlsx").unlink()
    write_intake(
        south.raw / "intake.xlsx",
        said | {"users": [{"name": "Ann", "email": "A@X.example "}, {"name": "Bo"}]},
    )
    assert emails_of_users(south) == emails_of_users(south) == {"a@x.example"}
    assert (south.processed / "kept" / "users").is_file()


@pytest.mark.parametrize(("login", "shows"), [("2026-07-31", True), ("2026-08-01", None), (None, None)])
def test_a_biller_who_has_not_logged_in_leaves_the_gate_open_before_the_day(login, shows):
    assert evidence(ready(users=[user("north", "north", login)]))["day-zero-6"].shows is shows


def test_a_biller_who_has_not_logged_in_refutes_the_gate_on_the_day_and_a_provider_does_not():
    assert evidence(ready(AS_OF, users=[user("north", "north", None)]))["day-zero-6"].shows is False
    assert (
        evidence(ready(AS_OF, users=[user("north", "north", None, "provider")]))["day-zero-6"].shows is True
    )


def test_the_largest_payers_are_shown_live_and_refuted_on_the_day_where_they_are_not():
    assert evidence(ready())["day-zero-3"].shows is True
    waiting = [filed("AETNA", "837P", "LIVE"), filed("AETNA", "835", "PROVISIONING")]
    assert evidence(ready(enrolled=waiting))["day-zero-3"].shows is None
    assert evidence(ready(AS_OF, enrolled=waiting))["day-zero-3"].shows is False


@pytest.mark.parametrize("day_of_cutover", [None, AS_OF])
def test_a_payer_of_which_no_file_tells_where_it_stands_is_not_called_not_live(day_of_cutover):
    # only the claims of AETNA are told: whether its ERA is live nobody says, before the day and on it
    given = ready(*([day_of_cutover] if day_of_cutover else []), enrolled=[filed("AETNA", "837P", "LIVE")])
    shown = evidence(given)["day-zero-3"]
    assert shown.shows is None
    assert shown.words.startswith("of AETNA no file tells whether it is live")
    told = ready(enrolled=[filed("AETNA", "837P", "LIVE"), filed("AETNA", "835", "PROVISIONING")])
    assert evidence(told)["day-zero-3"].words.startswith("AETNA not live")


def test_the_first_era_is_likely_of_the_payer_that_is_live_soonest_and_in_its_own_time():
    """Of AETNA, that decides the date, nobody has the ERA on file; MODA has filed, and is live long before."""
    told = [filed("AETNA", "837P", "LIVE"), filed("AETNA", "835", "REJECTED", reason="NPI is not on file")]
    moda = [filed("MODA", "837P", "LIVE"), filed("MODA", "835", "PROVISIONING", "2026-07-30")]
    alone = evidence(ready(enrolled=told))["day-zero-5"]
    assert alone.words.startswith("no ERA enrollment is live yet: AETNA is likely the first, live by ")
    made = ready(enrolled=[*told, *moda], era_of={"MODA": ["2026-07-01", "2026-07-11", "2026-07-21"]})
    rows = made.plan.standing
    place = rows.index[rows["payer"].eq("MODA") & rows["transaction"].eq("835")][0]
    start = day_of(made.plan.days[place], SURE)
    first = evidence(made)["day-zero-5"]
    # MODA paid on the 1st, the 11th and the 21st: ten days after it is live
    assert first.days == start + 10 < alone.days
    live_by = AS_OF + dt.timedelta(start)
    assert first.words.endswith(
        f": MODA is likely the first, live by {live_by}, and usually pays every 10 days"
    )


@pytest.mark.parametrize(
    ("status", "condition"), [("PROVISIONING", ""), ("not filed", " if it is filed today")]
)
def test_an_era_that_nobody_filed_is_likely_only_if_it_is_filed_today(status, condition):
    told = [filed("AETNA", "837P", "LIVE"), filed("AETNA", "835", status)]
    words = evidence(ready(enrolled=told))["day-zero-5"].words
    assert ("AETNA is likely the first" in words) and words.count(" if it is filed today") == bool(condition)


def attested(item: str) -> dict:
    return {"item": item, "holds": True, "attested_by": "Robin", "attested_on": day("2026-07-30")}


def of_enrollment(*rows) -> tuple[str, str, dt.date, Inputs]:
    """State of the gate of the largest payers once attested, the verdict, the first day, and the inputs."""
    given = ready(enrolled=list(rows), answers=[attested("day-zero-3")])
    said = gates(given)
    return said.set_index("item")["state"]["day-zero-3"], assess(given).verdict, first_day(said, AS_OF), given


@pytest.mark.parametrize("status", ["PROVISIONING", "DRAFT", "REJECTED", "PROVIDER_ACTION_REQUIRED"])
def test_payers_that_a_tracker_calls_not_live_are_not_live_because_somebody_attests_it(status):
    state, _, day_of_go, given = of_enrollment(filed("AETNA", "837P", "LIVE"), filed("AETNA", "835", status))
    assert state == CLASH and codes(given)["ready-attested-refuted"] == 1
    # never before the day that the enrollment report calls safe
    assert day_of_go >= given.plan.day(given.plan.safe.sure) > AS_OF


def test_an_attestation_holds_where_no_file_tells_of_the_payer_and_the_verdict_says_on_what_it_rests():
    state, said, day_of_go, given = of_enrollment(filed("AETNA", "837P", "LIVE"))
    safe = given.plan.day(given.plan.safe.sure)
    assert state == ATTESTED and day_of_go < safe
    assert said.endswith(f"rests on a person's word alone; by the files they are on {safe}.")
    state, said, *_ = of_enrollment(filed("AETNA", "837P", "LIVE"), filed("AETNA", "835", "LIVE"))
    assert state == SHOWN and "a person's word" not in said


@pytest.mark.parametrize(("on", "expected"), [(None, CLASH), (day("2026-07-30"), SHOWN)])
def test_staff_who_have_not_logged_in_are_not_ready_because_somebody_attests_it(on, expected):
    given = ready(users=[user("north", "north", on)], answers=[attested("day-zero-6")])
    assert gates(given).set_index("item")["state"]["day-zero-6"] == expected


@pytest.mark.parametrize(("since", "late"), [("2026-07-29", False), ("2026-07-28", True)])
def test_a_live_payer_without_an_era_is_late_after_two_days(since, late):
    given = ready(enrolled=live("AETNA", since))
    assert ("ready-era-late" in codes(given)) is late
    assert evidence(given)["day-zero-5"].shows is (False if late else None)


def test_an_attestation_without_a_name_is_no_attestation_and_one_of_tomorrow_is_not_known():
    def one(**said):
        row = {"item": "day-zero-7", "holds": True, "attested_by": "Robin", "attested_on": day("2026-07-30")}
        return ready(answers=[row | said])

    state = lambda given: gates(given).set_index("item")["state"]["day-zero-7"]  # noqa: E731
    assert state(one()) == ATTESTED
    assert state(one(attested_by=None)) == OPEN and codes(one(attested_by=None))["ready-unsigned"] == 1
    assert state(one(attested_on=day("2026-08-01"))) == OPEN


def with_sheets(given, **sheets):
    files = given.enrolled.files
    tables = files.intake.tables | {
        name: frame(_sheet(name).columns, list(rows)) for name, rows in sheets.items()
    }
    return replace(
        given,
        enrolled=replace(given.enrolled, files=replace(files, intake=replace(files.intake, tables=tables))),
    )


@pytest.mark.parametrize(
    ("note", "account", "is_told"),
    [
        ("left 3/31/2026", True, True),
        ("left 3/31/2026", False, False),  # no account
        ("No longer works for us", True, True),
        ("left a message", True, False),
        ("last day 12/31/2026", True, False),  # still to come
        (None, True, False),
    ],
)
def test_a_user_who_has_left_and_has_an_account_is_told(note, account, is_told):
    given = ready(users=[user("north", "north") | {"note": note, "medi_account": account}])
    assert ("ready-user-left" in codes(given)) is is_told


@pytest.mark.parametrize(("ends_on", "is_told"), [("2026-07-30", True), ("2026-07-31", False)])
def test_the_user_of_the_name_of_a_provider_whose_last_day_has_passed_is_told(ends_on, is_told):
    provider = {"name": "Ann Alder MD", "npi": "1234567893", "npi_type": "individual"}
    people = [user("north", "north") | {"name": "Alder, Ann"}]
    given = with_sheets(ready(), providers=[provider | {"ends_on": pd.Timestamp(ends_on)}], users=people)
    assert with_account(given)["known_from"].tolist() == ["the last day of the provider"] * is_told


@pytest.mark.parametrize(
    ("states", "said", "figure"),
    [
        ({"day-zero-6": REFUTED, "unposted-posted": REFUTED},
         "2 gates refuted by data (staff ready, unposted remittances posted: due after the cutover)",
         ("2", "0 of them attested before; 1 due after the cutover")),
        ({"day-zero-6": REFUTED}, "1 gate refuted by data (staff ready)", ("1", "0 of them attested before")),
        ({"day-zero-6": REFUTED, "day-zero-5": OPEN, "unposted-posted": OPEN}, "1 gate refuted by data (staff ready)",
         ("1", "0 of them attested before")),
    ],
)  # fmt: skip
def test_the_headline_tells_of_as_many_refuted_gates_as_the_finding_counts(states, said, figure, monkeypatch):
    given, rows = ready(), rows_of(states)
    monkeypatch.setattr(readiness_verdict, "gates", lambda _: rows)
    told = readiness_verdict.verdict(given)
    assert f"NO-GO for {CUTOVER}: {said}. " in told  # and no gate that is shown is called open
    shown = next(one for one in readiness_verdict.figures(given) if one.label == "Refuted by data")
    assert (shown.value, shown.note) == figure


def test_which_roles_count_as_billing_is_said_beside_the_number_and_in_the_table():
    """Of three without a login the front desk does not bill; of two who bill none has logged in."""
    people = [user("north", "north", None, role) for role in ("biller", "poster", "front desk")]
    people.append(user("north", "north", "2026-07-30", "provider"))
    given = ready(users=people)
    assert users(given).set_index("role")["is_billing"].to_dict() == {
        "biller": True, "poster": True, "front desk": False, "provider": False,
    }  # fmt: skip
    label = "Users who bill and have logged in"
    shown = next(one for one in readiness_verdict.figures(given) if one.label == label)
    assert (shown.value, shown.note) == ("0 of 2", "who bills: biller and poster")
    assert codes(given)["ready-user-no-login"] == 2
