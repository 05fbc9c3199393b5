"""Which invoice says what: charges that are right, one too many, one too few."""

from . import invoices
from .dune_claims import COUNTS, MONTHS, any_rule
from .invoices import Invoice, nonpar_line
from .profiles import DUNE, HARBOR, LARKSPUR
from .world import usd

EHR = 4495
DISCOVERY = ("discovery", "Insurance Discovery - monthly minimum (15 trans incl.)", 1, 1000)
PASSED = ("pass_through", "Pass-through fee: state network access (VA)", 31, 12)
PRINTING = (
    ("Paper claim printing & mailing (HCFA)", 14),
    ("Claims printed and mailed", 9),
    ("HCFA PRINT/MAIL", 11),
)


def due(month):
    """Return Dune's therapists for whom the rule of 2026 makes the fee due in a month."""
    place = MONTHS.index(month)
    return [p for p, row in zip(DUNE.providers, COUNTS, strict=True) if any_rule(*row[place])]


def make():
    """Return the eight invoices."""
    return [*_larkspur(), *_dune(), *_harbor()]


def _larkspur():
    ehr = [("ehr", f"EHR 24/7 Monthly Subscription - Dr. {p.last}", 1, EHR) for p in LARKSPUR.providers[:2]]
    printing = [("printing", words, n, 55) for words, n in PRINTING]
    over = ("discovery", "Ins. Discovery additional transactions", 6, 75)
    wrong = nonpar_line(LARKSPUR, LARKSPUR.providers[0], 0)
    return [
        Invoice(LARKSPUR, "880101", "2026-05", "csv", [*ehr, printing[0], DISCOVERY]),
        Invoice(LARKSPUR, "880202", "2026-06", "html", [*ehr, printing[1], DISCOVERY, over]),
        Invoice(LARKSPUR, "880303", "2026-07", "xlsx", [*ehr, wrong, printing[2], DISCOVERY, PASSED]),
    ]


def _dune():
    may = [nonpar_line(DUNE, p, 2) for p in due((2026, 5))][:1]
    june = [nonpar_line(DUNE, p, 0) for p in due((2026, 6))]
    july = [nonpar_line(DUNE, p, 1) for p in [*due((2026, 7)), DUNE.providers[2]]]
    status = ("status", "Claim status inquiries answered (276/277)", 40, 10)
    return [
        Invoice(DUNE, "770114", "2026-05", "html", may),
        Invoice(DUNE, "770215", "2026-06", "csv", [*june, status]),
        Invoice(DUNE, "770316", "2026-07", "xlsx", july),
    ]


def _harbor():
    one, two = ("ehr", "EHR 24/7 - Sandoval", 1, EHR), ("ehr", "EHR 24/7 Subscription", 2, EHR)
    june, july = (nonpar_line(HARBOR, HARBOR.providers[0], style) for style in (0, 2))
    return [
        Invoice(HARBOR, "660122", "2026-06", "html", [one, june, PASSED]),
        Invoice(HARBOR, "660223", "2026-07", "xlsx", [two, july, DISCOVERY]),
    ]


def write(world):
    """Write all invoices and state their facts."""
    for number, invoice in enumerate(make(), 1):
        invoices.write(world, invoice)
        parts = {kind: invoice.of(kind) for kind in dict.fromkeys(k for k, *_ in invoice.lines)}
        world.state(
            invoice.practice.slug,
            f"invoice-{number}",
            {"total_cents": invoice.total, "by_kind_cents": parts, "month": invoice.month},
            " + ".join(usd(n * unit) for _, _, n, unit in invoice.lines) + f" = {usd(invoice.total)}",
            words="invoice",
            number=invoice.number,
            month=invoice.month,
        )
    _compare(world)


def _compare(world):
    may, july = [p.npi for p in due((2026, 5))], [p.npi for p in due((2026, 7))]
    for id, right, charged in (
        ("invoice-too-few", may, may[:1]),
        ("invoice-too-many", july, [*july, DUNE.providers[2].npi]),
    ):
        cents = 4495 * (len(charged) - len(right))
        expected = {"due_npis": right, "charged_npis": charged, "difference_cents": cents}
        world.state(
            DUNE.slug, id, expected, f"{len(charged)} x 44.95 charged against {len(right)} x 44.95 due"
        )
