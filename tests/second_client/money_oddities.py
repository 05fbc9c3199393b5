"""The planted defects of money, noted with the files in which they stand."""

STYLES = (
    ("Palmetto, Virginia Medicaid and others", "segments end with ~ and a line break, or ~ alone"),
    ("Aetna", "| between elements, ^ between parts, a line break as the end of a segment, ! as repetition"),
    ("UnitedHealthcare", "> between parts, CR LF behind each ~"),
    ("Chesapeake Community Care", "a line break before each ~"),
    ("Tidal Mutual Health", "wrapped at 80 columns"),
    ("Blue Ridge Employers Trust", "a UTF-8 byte order mark before the ISA"),
    ("Keystone Laborers Fund", "payee's NPI padded with blanks"),
)


def styles(world):
    """Note how senders write their 835."""
    for payer, what in STYLES:
        world.odd(f"*/era/ (835 of {payer})", what)


def larkspur(world, told):
    """Note what is wrong with Larkspur's money."""
    added, target, _ = told["forward"]
    early, late, _ = told["correction"]
    host, _ = told["withheld"]
    text, _ = told["text"]
    for what in (
        f"reversal of a payment of {early.trace} and its correction, both in {late.trace}",
        f"{added.trace} pays nothing: FB carries its reversal forward; {target.trace} recovers a part",
        f"{host.trace}: a reversal offset by a WO below zero, never recouped",
        f"text version of {text.trace} states 9.00 more than its 835",
        f"{told['no_text'].name} has no text version",
        "no remittances of Aetna dated February 2026",
        f"no remittances of Chesapeake Community Care, who pays monthly, in {' and '.join(told['bay_months'])}",
    ):
        world.odd("larkspur-family/era/", what)


def dune(world, told):
    """Note what is wrong with Dune Road's money."""
    world.odd("dune-road-pt/era/", f"{told['slip'].trace}: BPR02 is 12.37 above the sum of its claims")
    world.odd("dune-road-pt/era/", "no remittances of Medicare dated April 2026")
    world.odd("dune-road-pt/era/", "Keystone pays monthly and is silent in months without claims: no defect")
    world.odd("dune-road-pt/reports/", "June 2026: the report counts one rejected claim of a therapist")
    world.odd("dune-road-pt/invoices/", "May charges one non-par fee too few, July one too many")


def harbor(world, told):
    """Note what is wrong with Quiet Harbor's money."""
    world.odd(
        "quiet-harbor-bh/medi_era/", f"{told['no_era'].trace} was paid and is not there (the bank has it)"
    )
    world.odd(
        "quiet-harbor-bh/bank/",
        f"no deposit for {told['lost'].trace}; {told['short'].trace} came 15.00 short",
    )
    world.odd(
        "quiet-harbor-bh/bank/", f"checks {' and '.join(r.trace for r in told['checks'])} in one deposit"
    )
