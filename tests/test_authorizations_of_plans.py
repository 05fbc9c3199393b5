"""A list of authorizations by account: its plan is the payer that granted them, its bare visits those granted."""

from __future__ import annotations

from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics.patient_import import prepare
from patient_maker import AS_OF, a_practice

PEOPLE = (
    "Acct,Last Name,First Name,DOB,Sex,Street,City,State,Zip,Payer,Member ID\n"
    "911,Arden,Lea,02/03/1960,F,4 Elm St,Provo,UT,84601,Aetna,W111222331\n"
    "912,Boyle,Otto,03/04/1961,M,5 Elm St,Provo,UT,84601,Cigna,U111222332\n"
)
GRANTED = (
    "Acct,Plan,Auth,Visits,Used,From,Thru\n"
    "911,Aetna,A77,6,2,7/1/2026,12/31/2026\n"
    "912,Cigna,A78,8,8,7/1/2026,12/31/2026\n"
)


def test_plans_and_visits_of_authorizations_are_read(tmp_path):
    files = {"all_csv": PEOPLE.encode(), "auth_csv": GRANTED.encode()}
    made = prepare(read_demographics(a_practice(tmp_path, **files)), AS_OF)
    assert made.authorizations["payer"].tolist() == ["Aetna", "Cigna"]
    assert made.authorizations["visits_left"].tolist() == [4, 0]  # 6 - 2, 8 - 8
    assert "payer-missing" not in set(made.exceptions["code"])  # a plan of an authorization is no coverage
    assert len(made.coverages) == 2
