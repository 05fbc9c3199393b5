"""An authorization that names no payer is counted for the payer of its patient, and where that is not sure for none."""

from __future__ import annotations

import datetime as dt

from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.report import _by_payer
from patient_maker import AS_OF, a_csv, a_patient, a_practice

SECOND = {
    "secondary_payer_name": "ELM MUTUAL",
    "secondary_member_id": "L2001",
    "secondary_relationship": "Self",
}
PEOPLE = a_csv(
    a_patient(account_number="71", primary_payer_name="OAK HEALTH"),
    a_patient(
        account_number="82",
        last_name="Ives",
        birth_date="04/15/1962",
        primary_payer_name="OAK HEALTH",
        **SECOND,
    ),
)
GRANTED = (
    b"Account,Auth No,Good Thru,Visits Left\n71,A-1,12/31/2027,4\n82,A-2,12/31/2027,1\n71,A-3,12/31/2027,0\n"
)


def test_authorizations_without_a_payer_count_for_the_only_payer_of_their_patient(tmp_path):
    export = read_demographics(a_practice(tmp_path, a_csv=PEOPLE, b_csv=GRANTED))
    rows = _by_payer(export, prepare(export, AS_OF), AS_OF + dt.timedelta(1)).set_index("payer_name")
    # A-1 is of a patient of one payer; the other one has two, so nobody knows whose A-2 is; A-3 has no visit left
    assert rows["open_authorizations"].to_dict() == {"OAK HEALTH": 1, "ELM MUTUAL": 0, "(payer not known)": 1}
    assert rows.loc["(payer not known)", "coverages"] == 0
