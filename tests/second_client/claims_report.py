"""Claim histories as Practice Mate's reports print them."""

from datetime import datetime

from . import claim_state as state
from .sheets import book, html_page, html_table, write_rows
from .world import us, us_short, usd, usd_comma

HEAD = [
    "Visit #",
    "Acct",
    "Patient",
    "DOS",
    "Billed Dt",
    "Rend. Prov",
    "Rend NPI",
    "Tot Chg",
    "Ins Pd",
    "Pt Resp",
    "Adj Amt",
    "Bal",
    "Claim Stat",
    "Chk/EFT #",
]


def balance(claim):
    """Cents that are open on a claim."""
    return claim.charge - state.paid(claim) - state.written_off(claim)


def excel_history(world, practice, claims, name, text_dates):
    """Write a report: title rows, a block per payer with subtotal, the header again on each page, a grand total."""
    path = world.path(practice.slug, "claims", name)
    made = book(path)
    sheet = made.add_worksheet("Claim History Detail")
    forms = {
        "date": made.add_format({"num_format": "m/d/yy"}),
        "money": made.add_format({"num_format": "$#,##0.00_);($#,##0.00)"}),
    }
    write_rows(sheet, _titles(practice, claims))
    row, page = 6, 0
    for payer in sorted({state.payer(c).short for c in claims}):
        group = [c for c in claims if state.payer(c).short == payer]
        row = write_rows(sheet, [[f"Payer: {payer}"], HEAD], row)
        for claim in group:
            row, page = row + 1, page + 1
            _claim_row(sheet, row - 1, claim, forms, text_dates)
            if page % 45 == 0:
                row = write_rows(
                    sheet, [[f"Page {page // 45} of 9", "", "", "Printed 08/30/2026 4:12 PM"], HEAD], row
                )
        row = write_rows(sheet, [_total(f"Subtotal {payer}:", group), []], row)
    write_rows(sheet, [_total("GRAND TOTAL", claims), [f"Count: {len(claims)}"]], row)
    made.close()
    world.odd(
        f"{practice.slug}/claims/{name}",
        "title rows, a block and subtotal per payer, header repeated per page, grand total and count",
    )
    if not text_dates:
        world.odd(
            f"{practice.slug}/claims/{name}",
            "rendering NPI and account as numbers, dates as Excel dates shown m/d/yy",
        )


def _titles(practice, claims):
    first, last = min(c.dos for c in claims), max(c.dos for c in claims)
    return [
        [practice.name],
        ["Claim History Detail by Payer"],
        [f"Date of Service {us(first)} thru {us(last)}"],
        ["Provider: ALL   Status: ALL"],
        [],
    ]


def _claim_row(sheet, row, claim, forms, text_dates):
    person, doctor = claim.patient, claim.provider
    for column, value in enumerate(
        [claim.number, person.account, f"{person.last}, {person.first} {person.middle}".strip()]
    ):
        sheet.write(row, column, int(value) if column == 1 and not text_dates else value)
    for column, day in ((3, claim.dos), (4, claim.submitted)):
        if text_dates:
            sheet.write_string(row, column, us(day))
        else:
            sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), forms["date"])  # noqa: DTZ001
    sheet.write(row, 5, f"{doctor.last}, {doctor.first} {doctor.title}")
    sheet.write(row, 6, doctor.npi if text_dates else int(doctor.npi))
    amounts = [claim.charge, state.paid(claim), state.share(claim), state.written_off(claim), balance(claim)]
    for column, cents in enumerate(amounts, 7):
        sheet.write(row, column, cents / 100, forms["money"])
    write_rows(
        sheet,
        [["", "", "", "", "", "", "", "", "", "", "", "", state.status(claim), state.trace(claim)]],
        row,
    )


def _total(label, claims):
    sums = [
        sum(f(c) for c in claims) / 100
        for f in (lambda c: c.charge, state.paid, state.share, state.written_off, balance)
    ]
    return [label, "", "", "", "", "", "", *sums]


def html_history(world, practice, claims, name):
    """Write an HTML page saved as .xls: the date of service once above each day's table, no date in the rows."""
    parts = [f"<h2>{practice.name}</h2><p>Daily Claim Listing&nbsp;&nbsp;Run: 08/30/2026</p>"]
    for day in sorted({c.dos for c in claims}):
        group = [c for c in claims if c.dos == day]
        rows = [
            [
                "Claim No.",
                "Pt Acct",
                "Patient Name",
                "Ins. Company",
                "Clinician",
                "Charges",
                "Ins Payment",
                "Balance Due",
                "Status",
            ]
        ]
        rows += [_html_row(c) for c in group]
        rows.append(
            ["", "", "", "", f"Day total ({len(group)})", usd_comma(sum(c.charge for c in group)), "", "", ""]
        )
        parts.append(f"<p><b>Service Date: {us_short(day)}</b></p>\n{html_table(rows)}")
    total = [["Report total", str(len(claims)), usd(sum(c.charge for c in claims))]]
    page = html_page("Daily Claim Listing", "\n".join([*parts, html_table(total, header=False)]))
    world.path(practice.slug, "claims", name).write_text(page, encoding="utf-8")
    world.odd(
        f"{practice.slug}/claims/{name}",
        "HTML named .xls; the date of service stands once above each table, day totals in a "
        "row, no submission date at all",
    )


def _html_row(claim):
    who = f"{claim.patient.last}, {claim.patient.first}"
    money = [usd_comma(claim.charge), usd_comma(state.paid(claim)), usd_comma(balance(claim))]
    return [
        claim.number,
        claim.patient.account,
        who,
        state.payer(claim).short,
        claim.provider.last.upper(),
        *money,
        state.status(claim),
    ]
