"""Quiet Harbor's workbook: two-row merged headers, one row a policy on its own sheet."""

from .people import payer_of
from .sheets import book, write_rows
from .world import us

TOP = [("Patient", 0, 3), ("Home Address", 4, 7), ("Contact", 8, 9), ("Responsible Party", 10, 11)]
LOW = [
    "ID",
    "Name (L, F M)",
    "Birth",
    "Gender",
    "Street",
    "City",
    "St",
    "Postal",
    "Cell",
    "E-mail",
    "Name",
    "Relation",
]


def write(world, practice, people):
    """Write the workbook and return the counts that facts state."""
    name = "EHR patient dump FINAL (2).xlsx"
    made = book(world.path(practice.slug, "demographics", name))
    write_rows(
        made.add_worksheet("READ ME"),
        [["Exported by front desk 8/30. Ignore sheet Sheet4."], ["Postal codes are text."]],
    )
    _patients(made, people)
    policies, counts = _policies(people)
    head = ["Pt ID", "Rank", "Carrier", "Carrier Code", "Subscriber No", "Grp", "Eff", "Term", "Insured Is"]
    write_rows(made.add_worksheet("Insurance"), [head, *policies])
    auths = [
        [p.account, p.auth[0], us(p.auth[1]), us(p.auth[2]), p.auth[3], p.auth[4]] for p in people if p.auth
    ]
    write_rows(
        made.add_worksheet("Auths"),
        [["Pt ID", "Auth / Referral", "Valid From", "Valid To", "Visits OK'd", "Visits Used"], *auths],
    )
    write_rows(made.add_worksheet("Sheet4"), [["old", "1"], ["old", "2"]])
    made.close()
    _oddities(world, f"{practice.slug}/demographics/{name}")
    return {**counts, "patients": len(people), "policies": len(policies), "auths": len(auths)}


def _patients(made, people):
    sheet, center = made.add_worksheet("Patients"), made.add_format({"align": "center", "bold": True})
    for title, first, last in TOP:
        sheet.merge_range(0, first, 0, last, title, center)
    rows = [LOW]
    for p in people:
        who = f"{p.last}, {p.first} {p.middle}".strip()
        rows.append(
            [
                p.account,
                who,
                int(f"{p.born:%Y%m%d}"),
                p.sex,
                p.street,
                p.city,
                p.state,
                p.zip,
                p.phone,
                "",
                p.guarantor,
                "Parent" if p.guarantor else "",
            ]
        )
    write_rows(sheet, rows, 1)


def _policies(people):
    rows = []
    for place, p in enumerate(people):
        if place in (7, 23, 41):
            continue
        rows += [_policy(p.account, policy) for policy in p.policies]
        if place in (12, 30):
            rows.append(
                [p.account, "P", "CIGNA PPO", "62308", f"U{place}4410093", "00118", "01/01/2026", "", "Self"]
            )
        if place == 18:
            rows[-1][7] = "12/31/2025"
    for account in ("399901", "399902"):
        rows.append([account, "P", "AETNA", "60054", f"W{account}771", "", "01/01/2025", "", "Self"])
    return rows, {"without": 3, "two_primary": 2, "ended": 1, "orphans": 2}


def _policy(account, policy):
    payer = payer_of(policy)
    rank = {1: "P", 2: "S"}[policy.rank]
    return [
        account,
        rank,
        payer.short,
        payer.claim_id,
        policy.member,
        policy.group,
        us(policy.effective),
        "",
        policy.holder,
    ]


def _oddities(world, file):
    for what in (
        "two header rows, the upper one merged (Patient, Home Address, Contact, Responsible "
        "Party); 'Name' stands twice",
        "birth dates as numbers 19870314",
        "sheets READ ME and Sheet4 hold no patients",
        "one row a policy: three patients without, two with two active primaries, two "
        "policies of unknown patients, one ended and the only one",
    ):
        world.odd(file, what)
