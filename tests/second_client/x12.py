"""Remittances as 835 interchanges, in the styles that payers use."""

from dataclasses import dataclass

from .world import compact


@dataclass(frozen=True)
class Style:
    """How a sender writes: separators, what ends a segment, what comes before."""

    element: str = "*"
    part: str = ":"
    end: str = "~"
    before: str = ""
    wrap: int = 0
    pad_reference: bool = False


PLAIN = Style()
STYLES = {
    "medicare": Style(end="~\n"),
    "anthem": PLAIN,
    "aetna": Style(element="|", part="^", end="\n"),
    "uhc": Style(part=">", end="~\r\n"),
    "bay": Style(end="\n~"),
    "tidal": Style(wrap=80),
    "ridge": Style(before="\ufeff"),
    "keystone": Style(pad_reference=True),
}


def amount(cents):
    """Return cents as X12 writes them: 1250 is 12.5, 1200 is 12."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def interchange(remits, control, style=PLAIN):
    """Return one ISA..IEA with one ST per remittance."""
    day = remits[0].day
    body = [
        _isa(remits[0], day, control, style),
        ["GS", "HP", "OASEND", "OARECV", compact(day), "0412", str(control), "X", "005010X221A1"],
    ]
    for place, remit in enumerate(remits, 1):
        body += transaction(remit, f"{place:04d}", style)
    body += [["GE", str(len(remits)), str(control)], ["IEA", "1", f"{control:09d}"]]
    text = "".join(style.element.join(segment) + style.end for segment in body)
    if style.wrap:
        text = "\n".join(text[i : i + style.wrap] for i in range(0, len(text), style.wrap))
    return style.before + text


def _isa(remit, day, control, style):
    sender, receiver = remit.payer.trace.ljust(15), "330897513".ljust(15)
    repetition = "^" if style.part != "^" else "!"
    return [
        *["ISA", "00", " " * 10, "00", " " * 10, "ZZ", sender, "ZZ", receiver],
        *[f"{day:%y%m%d}", "0412", repetition, "00501", f"{control:09d}", "0", "P", style.part],
    ]


def transaction(remit, control, style):
    """Return the segments ST..SE of one remittance."""
    inner = _heading(remit) + _parties(remit, style) + [["LX", "1"]]
    for answer in remit.answers:
        inner += _claim(answer, remit, style)
    inner += [_plb(remit, pair, style) for pair in remit.adjustments]
    return [["ST", "835", control], *inner, ["SE", str(len(inner) + 2), control]]


def _heading(remit):
    kind = "H" if remit.method == "NON" else "I"
    bank = (
        []
        if remit.method != "ACH"
        else ["CCP", "01", "021000021", "DA", "9" + remit.payer.trace[-7:], remit.payer.trace]
    )
    bank = (
        [*bank, "", "01", "051000017", "DA", "4400718290"]
        if bank
        else ["", "", "", "", "", remit.payer.trace, "", "", "", "", ""]
    )
    bpr = ["BPR", kind, amount(remit.amount), "C", remit.method, *bank, compact(remit.day)]
    return [bpr, ["TRN", "1", remit.trace, remit.payer.trace], ["DTM", "405", compact(remit.day)]]


def _parties(remit, style):
    payee = remit.payee
    padded = payee.npi + "   " if style.pad_reference else payee.npi
    return [
        ["N1", "PR", remit.payer.era, "XV", remit.payer.era_id],
        ["N3", "PO BOX 27401"],
        ["N4", "RICHMOND", "VA", "23279"],
        ["REF", "2U", remit.payer.era_id],
        ["PER", "BL", "PROVIDER SERVICES", "TE", "8005550142"],
        ["N1", "PE", payee.era_name, "XX", padded],
        ["N3", payee.street],
        ["N4", payee.city, "VA", payee.zip],
        ["REF", "TJ", payee.tax_id],
    ]


def _claim(answer, remit, style):
    claim, person = answer.claim, answer.claim.patient
    sums = [amount(cents) for cents in (answer.charge, answer.paid, answer.patient_share)]
    found = [
        ["CLP", claim.number, answer.code, *sums, remit.payer.filing, answer.control, "11", "1"],
        _name("QC", person.last, person.first, person.middle, "MI", person.policies[0].member),
        _name("82", claim.provider.last, claim.provider.first, "", "XX", claim.provider.npi),
        ["DTM", "232", compact(claim.dos)],
        ["DTM", "233", compact(claim.dos)],
    ]
    for line, paid, cas in answer.lines:
        found += _service(claim, line, paid, cas, style)
    return found


def _name(role, last, first, middle, kind, number):
    return ["NM1", role, "1", last.upper(), first.upper(), middle, "", "", kind, number]


def _service(claim, line, paid, cas, style):
    svc = ["SVC", f"HC{style.part}{line.code}", amount(line.charge), amount(paid), "", str(line.units)]
    found = [svc, ["DTM", "472", compact(claim.dos)]]
    found += [["CAS", group, reason, amount(cents)] for group, reason, cents in cas]
    allowed = line.charge - sum(c for g, _, c in cas if g == "CO")
    return [*found, ["AMT", "B6", amount(allowed)]] if allowed > 0 else found


def _plb(remit, pair, style):
    reason, reference, cents = pair
    return [
        "PLB",
        remit.payee.npi,
        f"{remit.day.year}1231",
        f"{reason}{style.part}{reference}",
        amount(cents),
    ]
