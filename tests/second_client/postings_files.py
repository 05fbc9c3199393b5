"""How both systems print their postings."""

from .sheets import book, csv_text, write_rows
from .world import us_short, usd

HEAD = ["Posted", "Chk/EFT", "Chk Dt", "Carrier", "Claim Ref", "Pt Name", "Svc Dt", "Applied", "W/O", "By"]


def write(world, practice, postings):
    """Write the old system's report with a subtotal per check, and Medi's CSV."""
    _old(world, practice, [p for p in postings if p.system == "OA"])
    _medi(world, practice, [p for p in postings if p.system == "MEDI"])


def _old(world, practice, postings):
    name = "PM Payment Posting Rpt Jul-Aug.xlsx"
    made = book(world.path(practice.slug, "postings", name))
    sheet = made.add_worksheet("Posting")
    row = write_rows(
        sheet, [[practice.name], ["Insurance Payment Posting"], ["Posted 06/29/2026 - 08/31/2026"], [], HEAD]
    )
    for trace in dict.fromkeys(p.remit.trace for p in postings):
        group = [p for p in postings if p.remit.trace == trace]
        row = write_rows(sheet, [_old_row(p) for p in group], row)
        row = write_rows(
            sheet, [["", f"Check total {trace}", "", "", "", "", "", sum(p.cents for p in group) / 100]], row
        )
    write_rows(sheet, [["Report total", "", "", "", "", "", "", sum(p.cents for p in postings) / 100]], row)
    made.close()
    world.odd(
        f"{practice.slug}/postings/{name}",
        "title rows, a total per check, report total; dates as text m/d/yy",
    )


def _old_row(p):
    who = f"{p.claim.patient.last}, {p.claim.patient.first}"
    words = [
        us_short(p.day),
        p.remit.trace,
        us_short(p.remit.day),
        p.remit.payer.short,
        p.claim.number,
        who,
        us_short(p.claim.dos),
    ]
    return [*words, p.cents / 100, p.write_off / 100, "jabernathy"]


def _medi(world, practice, postings):
    rows = [
        [
            "posted_at",
            "trace_number",
            "remit_date",
            "payer_name",
            "patient_control_number",
            "service_date",
            "payment",
            "adjustment",
            "batch",
        ]
    ]
    for p in postings:
        stamp = f"{p.day.isoformat()}T16:2{len(p.claim.number) % 10}:00Z"
        words = [
            stamp,
            p.remit.trace,
            p.remit.day.isoformat(),
            p.remit.payer.listed,
            p.claim.number,
            p.claim.dos.isoformat(),
        ]
        rows.append([*words, f"${usd(p.cents)}", usd(p.write_off), f"B{p.day:%m%d}"])
    name = "medi_postings_2026-08-31.csv"
    world.path(practice.slug, "postings", name).write_text(csv_text(rows, delimiter=";"), encoding="utf-8")
    world.odd(
        f"{practice.slug}/postings/{name}", "semicolons, time stamps in UTC, payments with a dollar sign"
    )
