"""05 counts the non-par fee of a payer under every name that the practice's files prove to be its own, as 04 does."""

from __future__ import annotations

from dataclasses import replace

from cost_cases import AS_OF, MONTHS, PAYERS, one_files, submissions
from cutover.reading.payers.same import SamePayers
from cutover.workstreams.cost.facts import _nonpar_ahead, load_rules

SAME = SamePayers(((PAYERS["non-par"], PAYERS["unknown"]),), ((PAYERS["unknown"], "both bear one payer ID"),))


def test_a_name_that_the_list_lacks_and_the_files_prove_owes_the_fee_of_its_payer():
    rules = load_rules(AS_OF)
    files = one_files(claims=submissions(MONTHS, each=4, unknown=2))
    ahead, shown = _nonpar_ahead(files, rules, AS_OF)
    assert (shown, ahead["low_cents"].sum()) == (0, 0)  # a payer of unknown status may owe nothing
    ahead, shown = _nonpar_ahead(replace(files, same=SAME), rules, AS_OF)
    # one combination of a Tax ID and an NPI in each of twelve months, at 44.95 since the rule of today
    assert (shown, ahead["low_cents"].sum()) == (12 * 4_495, 12 * 4_495)
