"""Larkspur's patient exports: glued CamelCase headers in an old Mac's CSV, and a printed list of inactive patients."""

from .people import payer_of
from .sheets import book, write_rows

HEAD = [
    "PtAcctNo",
    "PtLName",
    "PtFName",
    "PtMI",
    "BirthDt",
    "SexCd",
    "Addr1",
    "CityNm",
    "StCd",
    "ZipCd",
    "HmPhn",
    "GuarNm",
    "PriPyrNm",
    "PriPyrID",
    "PriPolNo",
    "PriGrpNo",
    "PriEffDt",
    "SecPyrNm",
    "SecPyrID",
    "SecPolNo",
    "AuthNo",
    "AuthFromDt",
    "AuthThruDt",
    "VisAuth",
    "VisUsed",
]


def write(world, practice, people, gone):
    """Write both exports and state the facts of the patients."""
    rows = [_row(place, person) for place, person in enumerate(people)]
    counts = _plant(rows, people)
    lines = [",".join(HEAD), *[",".join(_cell(v) for v in row) for row in rows], _broken_row()]
    name = "PtDemogExport_083026.csv"
    world.path(practice.slug, "demographics", name).write_bytes(("\r".join(lines) + "\r").encode("cp1252"))
    inactive = _inactive(world, practice, gone)
    _oddities(world, f"{practice.slug}/demographics/{name}")
    return {**counts, "rows": len(rows), "inactive": inactive}


def _row(place, p):
    first, second = p.policies[0], p.policies[1] if len(p.policies) > 1 else None
    sex = {"M": ["M", "Male", "male "], "F": ["F", "Female", "f"]}[p.sex][place % 3]
    auth = [p.auth[0], _day(p.auth[1]), _day(p.auth[2]), p.auth[3], p.auth[4]] if p.auth else [""] * 5
    more = (
        [payer_of(second).short, _guard(payer_of(second).claim_id), _guard(second.member)]
        if second
        else [""] * 3
    )
    state = "Virginia" if place % 7 == 0 else "VA"
    person = [
        p.account,
        p.last,
        p.first,
        p.middle,
        _day(p.born),
        sex,
        p.street,
        p.city,
        state,
        _guard(p.zip),
        p.phone,
        p.guarantor,
    ]
    policy = [
        payer_of(first).short,
        _guard(payer_of(first).claim_id),
        first.member,
        _guard(first.group),
        _day(first.effective),
    ]
    return [*person, *policy, *more, *auth]


def _day(day):
    return day.strftime("%b ") + f"{day.day} {day.year}"


def _guard(text):
    return f'="{text}"' if text.startswith("0") else text


def _cell(value):
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"') else text


def _plant(rows, people):
    for place, wrong in ((5, "Jun 31 1971"), (17, "1/3/19/62"), (33, "Feb 30 198+")):
        rows[place][4] = wrong
    for place in (8, 21, 40, 52):
        rows[place][9], rows[place][7], rows[place][8] = "7030", "Hoboken", "New Jersey"
    rows[30][0] = rows[11][0]
    for place in (26, 47):
        rows[place][12:17] = [""] * 5
    rows[2][14] = rows[2][14][:1] + "O" + rows[2][14][2:]
    rows[19][1] = "O’Dell-Peña "
    return {"impossible": 3, "zips": 4, "shared": people[11].account, "uninsured": 2, "bad_mbi": 1}


def _broken_row():
    return "99417,Smith, Jr.,Lionel,Q,Apr 9 1966,M,12 Elm,Norfolk,VA,23508"


def _inactive(world, practice, gone):
    name = "Inactive Patient Listing.xlsx"
    made = book(world.path(practice.slug, "demographics", name))
    sheet = made.add_worksheet("Sheet1")
    head = [
        "Patient Name (Last, First)",
        "",
        "Chart #",
        "D.O.B.",
        "Ph (H)",
        "Primary Ins / Policy",
        "Last Visit",
    ]
    rows = [[practice.name.upper()], ["INACTIVE PATIENTS", "", "", "", "as of 8/30/2026"], [], head]
    for place, p in enumerate(gone):
        policy = p.policies[0]
        who = f"{p.last} III, {p.first}"
        rows.append(
            [
                who,
                "",
                f"X{7700 + place:06d}",
                f"{p.born:%d-%b-%y}",
                p.phone,
                f"{payer_of(policy).short} / {policy.member}",
                "11/04/2023",
            ]
        )
    rows += [[], [f"Total inactive patients: {len(gone)}"], ["*** End of report ***"]]
    write_rows(sheet, rows)
    made.close()
    world.odd(
        f"{practice.slug}/demographics/{name}",
        "printed list: title rows, name in one cell, policy glued to payer, two-digit birth years, total row",
    )
    return len(gone)


def _oddities(world, file):
    for what in (
        "CR-only line ends, Windows-1252 letters (ñ, curly apostrophe), trailing blanks",
        "glued CamelCase headers (PtLName, PriPyrID)",
        "birth dates as 'Mar 4 1987', three impossible ones",
        'leading zeros guarded as ="00423", four ZIPs without theirs (7030)',
        "one account number on two people, two patients without a payer, one MBI with the letter O",
        "last row has an unquoted comma and too few fields",
    ):
        world.odd(file, what)
