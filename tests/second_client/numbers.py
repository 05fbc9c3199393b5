"""Identifiers with the right check digits and shapes: NPI, Tax ID, MBI, member numbers."""

MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"


def luhn_digit(digits):
    """Return the digit that completes a number under Luhn."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def npi(rng):
    """Return a ten-digit NPI that passes Luhn over 80840."""
    body = "1" + "".join(rng.choice("0123456789") for _ in range(8))
    return body + luhn_digit("80840" + body)


def mbi(rng):
    """Return a Medicare number of eleven characters."""
    pattern = "1AXDAXDAADD"
    return "".join(_mbi_character(rng, kind) for kind in pattern)


def _mbi_character(rng, kind):
    choices = {"1": "123456789", "A": MBI_LETTERS, "D": "0123456789", "X": MBI_LETTERS + "0123456789"}
    return rng.choice(choices[kind])


def member_id(rng, payer_key):
    """Return a member number in the shape that the payer prints."""
    digits = "".join(rng.choice("0123456789") for _ in range(9))
    shapes = {
        "medicare": mbi(rng),
        "medicaid": digits + "012",
        "anthem": f"YRP{digits}",
        "aetna": f"W{digits}",
    }
    return shapes.get(payer_key, f"0{digits}" if payer_key == "ridge" else digits)
