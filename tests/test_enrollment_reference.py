"""Families of payers, routing facts and rules of enrollment are dated and cited, and a name tells its family."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from cutover.errors import ReferenceDataError
from cutover.intake.sheets import TRANSACTIONS
from cutover.reading.payers.families import CREDENTIALING, Duration, load_facts, load_families, load_rules
from cutover.reading.payers.programs import programs
from cutover.reference import FOLDER, code_list
from cutover.workstreams.demographics.payers import lines as line_of_patients
from cutover.workstreams.demographics.payers import state_of

ON = dt.date(2026, 7, 31)
FAMILIES = load_families(ON)
LOADERS = {"families": load_families, "routing": load_facts, "rules": load_rules}
ADVANTAGE, MEDICARE, MANAGED, MEDICAID = "Medicare Advantage", "Medicare", "Medicaid managed care", "Medicaid"
TRICARE, ANTHEM, BLUE = "Tricare and veterans", "Anthem and Elevance", "Blue Cross Blue Shield"
COMP, COMMERCIAL = "workers' compensation and auto", "commercial"


def written(tmp_path, kind: str, *changes: tuple[str, str]):
    """A copy of a reference file with these changes, each made once."""
    text = (FOLDER / f"enrollment_{kind}.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / f"enrollment_{kind}.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("kind", LOADERS)
@pytest.mark.parametrize("day", [dt.date(2026, 1, 1), dt.date(2027, 12, 31)])
def test_reference_data_holds_on_its_first_and_its_last_day(kind, day):
    assert LOADERS[kind](day) == LOADERS[kind](ON)


@pytest.mark.parametrize("kind", LOADERS)
@pytest.mark.parametrize("day", [dt.date(2025, 12, 31), dt.date(2028, 1, 1)])
def test_a_day_without_reference_data_is_an_error_that_says_which_days_have_it(kind, day):
    with pytest.raises(
        ReferenceDataError, match=f"enrollment_{kind}.toml holds from 2026-01-01 through 2027-12-31"
    ):
        LOADERS[kind](day)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("families", 'default = "commercial"', 'default = "trade"'),
        ("families", "days_835 = [5, 15, 40]", "days_835 = [5, 15]"),
        ("families", "government = false", ""),
        ("routing", 'code = "submitter-id"', ""),
        ("routing", "effective_through = 2027-12-31", ""),
        ("rules", "value = 3", 'value = "three"'),
        ("rules", 'name = "seed"', 'name = "seeds"'),
        ("rules", "[[rule]]", "[[rule"),
    ],
)
def test_a_file_that_breaks_its_form_is_refused_by_its_name(tmp_path, kind, old, new):
    written(tmp_path, kind, (old, new))
    with pytest.raises(ReferenceDataError, match=f"enrollment_{kind}.toml"):
        LOADERS[kind](ON, tmp_path)


@pytest.mark.parametrize("kind", LOADERS)
def test_a_file_that_is_not_there_is_an_error_in_words(tmp_path, kind):
    with pytest.raises(ReferenceDataError, match="cannot be used"):
        LOADERS[kind](ON, tmp_path)


@pytest.mark.parametrize("falls", ["[16, 15, 40]", "[5, 41, 40]", "[-1, 15, 40]"])
def test_a_duration_that_does_not_rise_is_refused_with_its_days(tmp_path, falls):
    written(tmp_path, "families", ("days_835 = [5, 15, 40]", f"days_835 = {falls}"))
    with pytest.raises(ReferenceDataError, match=f"{falls[1:-1]} days"):
        load_families(ON, tmp_path)


@pytest.mark.parametrize("flat", [(0, 0, 0), (5, 5, 9), (5, 9, 9)])
def test_a_duration_may_stand_still(flat):
    assert Duration(*flat, "a test").likely == flat[1]


@pytest.mark.parametrize("family", [*FAMILIES.names, CREDENTIALING])
def test_the_days_of_every_family_rise_and_its_era_is_never_quicker_than_its_claims(family):
    known = FAMILIES.named(family)
    for days in (known.era, known.other):
        assert 0 < days.low < days.likely < days.high
        assert days.basis == "default, an assumption"
    pairs = zip((known.era.low, known.era.likely, known.era.high),
                (known.other.low, known.other.likely, known.other.high), strict=True)  # fmt: skip
    assert all(era >= other for era, other in pairs)


def test_medicare_and_medicaid_take_longer_than_commercial_payers():
    likely = {name: FAMILIES.named(name).era.likely for name in FAMILIES.names}
    assert min(likely[MEDICARE], likely[MEDICAID], likely[TRICARE], likely[MANAGED]) > max(
        likely[COMMERCIAL], likely[ADVANTAGE], likely[BLUE], likely[ANTHEM]
    )
    assert [name for name in FAMILIES.names if FAMILIES.named(name).is_government] == [
        MEDICARE, MANAGED, MEDICAID, TRICARE,
    ]  # fmt: skip


def test_credentialing_is_no_family_that_a_payer_can_be_of():
    assert CREDENTIALING not in FAMILIES.names
    assert set(FAMILIES.names) == {f.name for f in FAMILIES.families} - {CREDENTIALING}


@pytest.mark.parametrize(
    ("family", "words"), [(f.name, sorted(group)) for f in FAMILIES.families for group in f.words]
)
def test_every_group_of_words_finds_its_own_family(family, words):
    assert FAMILIES.of(" ".join(words)).name == family
    assert FAMILIES.of(" ".join(reversed(words)).upper()).name == family


NAMES = {
    ADVANTAGE: (
        "UHC Medicare Advantage", "Medicare Advantage - Ohio", "Humana Medicare PPO", "Aetna Medicare",
        "AETNA MCR ADVANTAGE HMO", "Cigna Medicare", "Wellcare Medicare", "Anthem Medicare Preferred",
        "AARP MedicareComplete", "BCBS of Texas Medicare Advantage", "UnitedHealthcare Medicare Solutions",
        "Molina Medicare-Medicaid Plan",
    ),
    "Medicare supplement": (
        "Mutual of Omaha Medicare Supplement", "AARP Med Supp", "AARP Medicare Supplement (UHC)", "Medigap Plan G",
    ),
    MEDICARE: (
        "CGS DME JB",
        "Noridian DME",
        "DME MAC Jurisdiction A",
        "Medicare", "Medicare Part B Ohio", "MCR", "Ohio Medicare", "Railroad Medicare", "Palmetto GBA",
        "Noridian Healthcare Solutions", "Novitas Solutions", "CGS Administrators", "National Government Services",
        "First Coast Service Options", "WPS Government Health Administrators",
    ),
    MANAGED: (
        "CareSource", "CARESOURCE OF OHIO", "Molina Healthcare of Ohio", "Buckeye Health Plan", "Amerigroup",
        "Wellcare", "Anthem Medicaid", "BCBS of Texas Medicaid", "UHC Community Plan of Ohio",
        "UnitedHealthcare Community Plan - VA", "Aetna Better Health of Ohio", "Healthy Blue",
        "AmeriHealth Caritas Ohio", "Medicaid Managed Care Plan",
    ),
    MEDICAID: (
        "Ohio Medicaid", "Medicaid - Texas", "Medicaid of Ohio", "OH CAID", "Ohio Department of Medicaid", "Medi-Cal",
        "MassHealth", "AHCCCS", "TennCare",
    ),
    TRICARE: (
        "Tricare East", "TRICARE WEST", "Humana Military", "CHAMPVA", "VA Community Care", "VA CCN Optum", "TriWest",
        "Department of Veterans Affairs",
    ),
    ANTHEM: ("Anthem Blue Cross", "Anthem BCBS Ohio", "Anthem", "Empire Blue Cross", "Elevance Health"),
    BLUE: (
        "BCBS of Texas", "TX BLUE CROSS BLUE SHIELD", "Blue Shield of California", "Horizon BCBS NJ", "Highmark",
        "Premera", "Florida Blue", "CareFirst", "BCBSTX", "Federal Employee Program BCBS",
    ),
    COMP: (
        "State Farm Auto", "State Farm Mutual Automobile", "Auto-Owners Insurance", "Geico",
        "Progressive Casualty Insurance", "Workers Comp of Ohio", "Ohio BWC", "Sedgwick",
    ),
    COMMERCIAL: (
        "Apria DME",
        "Aetna", "Cigna", "Humana", "United Healthcare", "UHC", "UMR", "GEHA", "State Farm", "Kaiser Permanente",
        "Medical Mutual of Ohio", "Total Health Care", "Health Alliance Medical Plans", "WPS Health Insurance",
        "Union Pacific Railroad Employes Health Systems", "Community Health Network VA", "Automatic Data Processing",
        "Blue Ridge Health", "Golden Oak Health Plan", "", "???",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("family", "payer"), [(family, name) for family, names in NAMES.items() for name in names]
)
def test_a_payer_s_name_tells_its_family(family, payer):
    assert FAMILIES.of(payer).name == family


def test_the_table_of_names_meets_every_family():
    assert set(NAMES) == set(FAMILIES.names)


@pytest.mark.parametrize("name", ["<script>medicare</script>", "{0} %s", "x" * 10_000])
def test_a_hostile_name_is_of_the_default_family(name):
    assert FAMILIES.of(name).name in (COMMERCIAL, MEDICARE)


def test_every_fact_is_about_families_and_transactions_that_exist_and_cites_where_it_was_read():
    facts = load_facts(ON)
    assert {name for fact in facts for name in fact.applies} <= {*FAMILIES.names, "all"}
    assert {code for fact in facts for code in fact.transactions} <= set(TRANSACTIONS)
    assert len({fact.code for fact in facts}) == len(facts)
    for fact in facts:
        assert fact.text.endswith(".") and fact.source.where, fact.code
        # reviewed before the data end
        assert dt.date(2026, 1, 1) <= fact.source.as_of <= dt.date(2027, 12, 31), fact.code


def test_a_fact_is_in_particular_about_its_own_families_and_transactions_alone():
    facts = {fact.code: fact for fact in load_facts(ON)}
    assert facts["availity"].is_of(ANTHEM, "835")
    assert not facts["availity"].is_of(ANTHEM, "837D")
    assert not facts["availity"].is_of(BLUE, "835")
    assert not facts["era-exclusive"].is_of(BLUE, "835")  # about all of them, so about none in particular


def test_the_rules_are_whole_numbers_and_only_our_own_figures_are_called_assumptions():
    rules = load_rules(ON)
    said = {
        r["name"]: r for r in tomllib.loads((FOLDER / "enrollment_rules.toml").read_text("utf-8"))["rule"]
    }
    assert (rules.top_payers, rules.waiting_days, rules.first_era_days) == (3, 2, 42)  # six weeks of 7 days
    ours = [name for name, rule in said.items() if rule["basis"] == "assumption"]
    assert len(rules.assumptions) == len(ours)
    assert not any("{value}" in text for text in rules.assumptions)
    assert any("20,000 times" in text for text in rules.assumptions)


def test_what_is_public_of_a_payer_says_that_its_era_is_enrolled():
    frame = code_list("enrollment_requirements", ON).frame
    assert set(frame["transaction"]) <= set(TRANSACTIONS)
    assert set(frame["requirement"]) <= {"supported", "enrollment required", "not supported"}
    assert set(frame.loc[frame["transaction"] == "835", "requirement"]) == {"enrollment required"}


@pytest.mark.parametrize(
    ("name", "family"),
    [("TALLPINE HEALTH PLAN BADGERCARE", MANAGED), ("Tallpine MaineCare", MEDICAID), ("Medi-Cal", MEDICAID),
     ("SoonerCare - OKLAHOMA", MEDICAID), ("Tallpine Health Plan", COMMERCIAL), ("KanCareful Fund", COMMERCIAL)],
)  # fmt: skip
def test_a_payer_that_bears_a_states_medicaid_program_is_of_medicaid_in_every_report(name, family):
    assert FAMILIES.of(name).name == family
    assert (line_of_patients(name) == "Medicaid") is (family != COMMERCIAL)  # of a coverage, by the same list


def test_every_program_is_medicaid_of_its_state_for_families_and_for_coverages():
    assert {FAMILIES.of(name).name for name in programs()} == {MEDICAID}
    assert {line_of_patients(name) for name in programs()} == {"Medicaid"}
    assert {name: state_of(name) for name in programs()} == programs()
