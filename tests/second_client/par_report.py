"""The portal's Par/Non-Par report: one row per Tax ID and NPI, a month per file or per block."""

from .dune_claims import COUNTS, MONTHS
from .sheets import book, csv_text, html_page, html_table, write_rows

HEAD = ["Tax ID", "NPI", "Provider", "Total Claims", "Par Claims", "Non-Par Claims", "% Non-Par"]


def month_rows(practice, month):
    """Return the rows of one month."""
    place = MONTHS.index(month)
    rows = []
    for provider, row in zip(practice.providers, COUNTS, strict=True):
        par, non = row[place]
        par += (month, provider) == ((2026, 6), practice.providers[1])  # the portal counts a rejected claim
        if par + non:
            name = f"{provider.last.upper()} {provider.first.upper()}"
            rows.append(
                [practice.tax_id, provider.npi, name, par + non, par, non, f"{100 * non / (par + non):.1f}%"]
            )
    return rows


def write(world, practice):
    """Write June 2026 as Excel, July as CSV with a month in the title, May as HTML; August is not there yet."""
    folder = (practice.slug, "reports")
    made = book(world.path(*folder, "Par NonPar 06-2026.xlsx"))
    rows = [
        ["Par / Non-Par Report"],
        ["Month: June 2026"],
        [],
        ["TIN", "Rend. NPI", "Name", "Total", "Par", "NonPar", "% Non Par"],
    ]
    total = month_rows(practice, (2026, 6))
    write_rows(
        made.add_worksheet("Report"),
        [
            *rows,
            *total,
            ["Total", "", "", sum(r[3] for r in total), sum(r[4] for r in total), sum(r[5] for r in total)],
        ],
    )
    made.close()
    july = [["Par/Non-Par Report for 07/2026"], HEAD, *month_rows(practice, (2026, 7))]
    world.path(*folder, "par_nonpar_jul.csv").write_text(csv_text(july), encoding="utf-8")
    page = html_page(
        "Par/Non-Par",
        f"<h3>Par/Non-Par Report - May 2026</h3>{html_table([HEAD, *month_rows(practice, (2026, 5))])}",
    )
    world.path(*folder, "ParNonPar_May2026.xls").write_text(page, encoding="utf-8")
    world.odd(f"{practice.slug}/reports/Par NonPar 06-2026.xlsx", "month in a title row, total row")
    world.odd(f"{practice.slug}/reports/par_nonpar_jul.csv", "month in the first line, above the header")
    world.odd(f"{practice.slug}/reports/ParNonPar_May2026.xls", "HTML named .xls")
