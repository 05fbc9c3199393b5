"""Damaged 835s, the same for the same seed: mutants(seed, n) yields (description, bytes); mutant(seed, i) is the ith alone.

compare(adapter, seed, start, count) reads mutants with the oracle and with an adapter of another reader and yields where they part.
"""
# ruff: noqa: E501

import random
from functools import lru_cache

from era_build import COMP, Claim, Remit, envelope, render, rng_of

STYLES = [
    ("*", ":", "~", ""),
    ("*", ":", "~", "\n"),
    ("*", ">", "~", ""),
    ("|", "^", "~", "\r\n"),
    ("*", ":", "\n", ""),
    ("*", ":", "~", ""),
]
PRINT = "".join(map(chr, range(32, 127)))
ODD = [
    "\u0663",
    "\uff15",
    "\u200b",
    "\u00a0",
    "\x00",
    "\x0b",
    "\u00d1",
    "\u2019",
    "\x85",
    "\u00b2",
    "\t",
    "\x1a",
]
QUALS = [
    "PR",
    "PE",
    "QC",
    "472",
    "232",
    "TJ",
    "2U",
    "XX",
    "XV",
    "FI",
    "HC",
    "CO",
    "OA",
    "22",
    "4",
    "835",
    "997",
    "WO",
    "FB",
    "",
    "ISA",
    "ST",
    "CLP",
]


@lru_cache(maxsize=64)
def bases(seed):
    """48 small valid files of one seed: (segments, style); 2 to 4 claims, mostly one payment, some two, some with PLB or a reversal."""
    out = []
    for k in range(48):
        rng = rng_of(seed, "base", k)
        sep, comp, term, after = STYLES[k % len(STYLES)]
        remits = []
        for t in range(2 if k % 8 == 7 else 1):
            claims = [Claim(rng, i + 1) for i in range(rng.choice((2, 2, 3, 4) if k % 8 != 7 else (1, 2)))]
            if k % 5 == 4:
                claims.append(
                    Claim(rng, 1, paid=-claims[0].paid, co=-claims[0].co, pr=-claims[0].pr, status="22")
                )
            plb = [
                [],
                [("WO", "ICN0", 1000)],
                [("FB", "T0001", -5000)],
                [("L6", "INT", -53), ("WO", "ICN9", 725)],
            ][k % 4]
            remits.append(Remit(rng, claims=claims, plb=plb))
            remits[-1].st02 = f"{t + 1:04d}"
        segs = envelope([r.segments() for r in remits], sep=sep, comp=comp, term=term, control=f"{k + 1:09d}")
        out.append(([[e.replace(COMP, comp) for e in s] for s in segs], (sep, comp, term, after)))
    return out


def pick(rng, segs):
    """A segment outside the envelope mostly, and one of its elements."""
    i = (
        rng.randrange(len(segs))
        if rng.random() < 0.1
        else rng.randrange(2, len(segs) - 2)
        if len(segs) > 5
        else rng.randrange(len(segs))
    )
    return i, rng.randrange(1, len(segs[i])) if len(segs[i]) > 1 else 0


# edits of segments: (rng, segs, style) -> description
def seg_delete(rng, segs, style):
    i, _ = pick(rng, segs)
    return "delete segment " + "*".join(segs.pop(i))[:30]


def seg_double(rng, segs, style):
    i, _ = pick(rng, segs)
    segs.insert(i, list(segs[i]))
    return f"double segment {i} {segs[i][0]}"


def seg_move(rng, segs, style):
    i, _ = pick(rng, segs)
    s = segs.pop(i)
    j, _ = pick(rng, segs)
    segs.insert(j, s)
    return f"move segment {i} {s[0]} to {j}"


def seg_join(rng, segs, style):
    i, _ = pick(rng, segs)
    if i + 1 < len(segs):
        nxt = segs.pop(i + 1)
        segs[i] = [*segs[i][:-1], segs[i][-1] + nxt[0], *nxt[1:]]
    return f"lose terminator after segment {i}"


def seg_split(rng, segs, style):
    i, k = pick(rng, segs)
    if k:
        segs[i : i + 1] = [segs[i][:k], segs[i][k:]]
    return f"terminator for separator {k} of segment {i}"


def seg_range(rng, segs, style):
    i, _ = pick(rng, segs)
    n = rng.randrange(2, 9)
    del segs[i : i + n]
    return f"delete {n} segments at {i}"


def seg_tag(rng, segs, style):
    i, _ = pick(rng, segs)
    old, segs[i][0] = (
        segs[i][0],
        rng.choice(
            [
                "CLP",
                "SVC",
                "CAS",
                "ST",
                "SE",
                "PLB",
                "N1",
                "ZZ",
                "",
                segs[i][0].lower(),
                segs[i][0] + " ",
                " " + segs[i][0],
            ]
        ),
    )
    return f"tag {i} {old} becomes {segs[i][0]!r}"


def el_delete(rng, segs, style):
    i, k = pick(rng, segs)
    del segs[i][k]
    if not segs[i]:
        segs[i].append("")
    return f"delete element {k} of segment {i} {segs[i][0]}"


def el_blank(rng, segs, style):
    i, k = pick(rng, segs)
    old, segs[i][k] = segs[i][k], rng.choice(["", " ", "   "])
    return f"blank element {k} of segment {i} {segs[i][0]} was {old!r}"


def el_pad(rng, segs, style):
    i, k = pick(rng, segs)
    segs[i][k] = " " * rng.randrange(3) + segs[i][k] + " " * rng.randrange(1, 3)
    return f"pad element {k} of segment {i} {segs[i][0]}"


def el_double(rng, segs, style):
    i, k = pick(rng, segs)
    segs[i].insert(k, segs[i][k])
    return f"double element {k} of segment {i} {segs[i][0]}"


def el_swap(rng, segs, style):
    i, k = pick(rng, segs)
    j, m = pick(rng, segs)
    segs[i][k], segs[j][m] = segs[j][m], segs[i][k]
    return f"swap {segs[i][0]}{k:02d} of segment {i} and {segs[j][0]}{m:02d} of segment {j}"


def el_value(rng, segs, style):
    i, k = pick(rng, segs)
    old = segs[i][k]
    segs[i][k] = rng.choice(
        [
            rng.choice(QUALS),
            "-" + old,
            old + "0",
            old[1:],
            old[:-1],
            old + rng.choice(ODD),
            rng.choice(ODD) + old,
            old.replace(style[1], ""),
            str(rng.randrange(-999, 99999)),
            old + ".",
            "1e3",
            "$" + old,
            old.lower(),
            old[:1] + "," + old[1:],
        ]
    )
    return f"{segs[i][0]}{k:02d} of segment {i}: {old!r} becomes {segs[i][k]!r}"


# edits of the text: (rng, text, style) -> (description, text)
def ch_flip(rng, text, style):
    p = rng.randrange(len(text))
    c = chr(ord(text[p]) ^ (1 << rng.randrange(7)))
    return f"flip at {p} {text[p]!r} to {c!r}", text[:p] + c + text[p + 1 :]


def ch_replace(rng, text, style):
    p = rng.randrange(len(text))
    c = rng.choice(
        [
            rng.choice(PRINT),
            rng.choice(style[:3]),
            rng.choice("*:~|^>"),
            rng.choice("0123456789"),
            rng.choice(ODD),
        ]
    )
    return f"replace at {p} {text[p]!r} by {c!r}", text[:p] + c + text[p + 1 :]


def ch_insert(rng, text, style):
    p = rng.randrange(len(text))
    c = rng.choice([rng.choice(PRINT), rng.choice(style[:3]), "\n", "\r\n", " ", rng.choice(ODD)])
    return f"insert {c!r} at {p}", text[:p] + c + text[p:]


def ch_delete(rng, text, style):
    p, n = rng.randrange(len(text)), rng.choice((1, 1, 1, 2, 5, 40, 300))
    return f"delete {text[p : p + min(n, 20)]!r} ({n}) at {p}", text[:p] + text[p + n :]


def ch_truncate(rng, text, style):
    p = rng.randrange(1, max(2, len(text)))
    return f"truncate at {p}", text[:p]


def ch_head(rng, text, style):
    p = rng.randrange(1, min(400, len(text)))
    return f"lose the first {p}", text[p:]


def ch_copy(rng, text, style):
    p, n, q = rng.randrange(len(text)), rng.randrange(5, 200), rng.randrange(len(text))
    return f"copy {n} characters from {p} to {q}", text[:q] + text[p : p + n] + text[q:]


def ch_delims(rng, text, style):
    k = rng.randrange(3)
    new = rng.choice([c for c in "|^>!;\\<'\t" if c not in text] or ["\x1d"])
    if rng.random() < 0.5:
        return f"delimiter {style[k]!r} becomes {new!r} everywhere", text.replace(style[k], new)
    p = rng.randrange(106, max(107, len(text)))
    return f"delimiter {style[k]!r} becomes {new!r} from {p} on", text[:p] + text[p:].replace(style[k], new)


def ch_lines(rng, text, style):
    n = rng.choice((80, 72, 100))
    return f"wrap at {n}", "\n".join(text[i : i + n] for i in range(0, len(text), n))


def ch_prose(rng, text, style):
    return "prose before", rng.choice(["Dear biller\n\n", "ISA is below: ", "\n\n", "ST*835\n"]) + text


def ch_twice(rng, text, style):
    return "the file twice in itself", text + rng.choice(["", "\n"]) + text


SEG_EDITS = [
    seg_delete,
    seg_double,
    seg_move,
    seg_join,
    seg_split,
    seg_range,
    seg_tag,
    el_delete,
    el_blank,
    el_pad,
    el_double,
    el_swap,
    el_value,
    el_value,
    el_value,
]
TEXT_EDITS = [
    ch_flip,
    ch_flip,
    ch_replace,
    ch_replace,
    ch_insert,
    ch_insert,
    ch_delete,
    ch_delete,
    ch_truncate,
    ch_head,
    ch_copy,
    ch_delims,
    ch_lines,
    ch_prose,
]  # ch_twice left out of the dice: a copy of a remittance is legal


def mutant(seed, i):
    """(description, bytes) of mutant i of a seed: one edit mostly, two or three now and then; about 1 in 100 is left whole."""
    rng = random.Random(seed * 1_000_003 + i)
    segs, style = rng.choice(bases(seed))
    segs, told = [list(s) for s in segs], []
    edits = rng.choices((0, 1, 2, 3), (1, 74, 18, 7))[0]
    text_edits = sum(rng.random() < 0.5 for _ in range(edits))
    for _ in range(edits - text_edits):
        told.append(rng.choice(SEG_EDITS)(rng, segs, style))
        if len(segs) < 6:
            break
    text = render(segs, sep=style[0], comp=style[1], term=style[2], after=style[3])
    for _ in range(text_edits):
        if text:
            said, text = rng.choice(TEXT_EDITS)(rng, text, style)
            told.append(said)
    return "; ".join(told) or "whole", text.encode("latin-1") if rng.random() < 0.05 and all(
        ord(c) < 256 for c in text
    ) else text.encode("utf-8")


def origin(seed, i):
    """The undamaged file that mutant i came from."""
    segs, style = random.Random(seed * 1_000_003 + i).choice(bases(seed))
    return render(segs, sep=style[0], comp=style[1], term=style[2], after=style[3]).encode("utf-8")


def mutants(seed, n, start=0):
    """n mutants of a seed from number start on."""
    for i in range(start, start + n):
        yield mutant(seed, i)


def digest(reading):
    """What two readers must agree on: payments with claims, services, CAS and PLB; keys as oracle.read gives them, absent keys are left out."""

    def cas(holder):
        return sorted((g, r, a) for g, r, a in holder.get("cas", ()) if a is not None)

    return [
        (
            tuple(p.get(k) for k in ("bpr02", "trn02", "trn03", "bpr16", "payer", "payer_id", "npi", "tin")),
            [
                (
                    tuple(c.get(k) for k in ("clp01", "status", "charge", "paid", "patient", "clp07")),
                    cas(c),
                    [(s.get("code"), s.get("charge"), s.get("paid"), cas(s)) for s in c["services"]],
                )
                for c in p["claims"]
            ],
            sorted((r, x, a) for r, x, a in p["plb"] if a is not None),
        )
        for p in reading["payments"]
    ]


def compare(adapter, seed, start, count):
    """Yields (i, class, description, data) for mutants on which the adapter parts from the oracle.

    adapter(bytes) gives {"payments": [...], "damage": [...]} in the form of oracle.read (or raises: class "crash").
    Classes: crash; silent = reads otherwise than the oracle and says no damage; lax = reads the same, the oracle says damage, the
    reader none; differs = reads otherwise and says so (mostly fine; look at a few); strict = reads the same, says damage alone.
    """
    import era_oracle as oracle

    for i in range(start, start + count):
        told, data = mutant(seed, i)
        mine = oracle.read(data)
        try:
            other = adapter(data)
        except Exception as error:  # a reader must not fall over whatever comes
            yield i, "crash", f"{told} -> {error!r}", data
            continue
        same, said, known = digest(mine) == digest(other), bool(other["damage"]), bool(mine["damage"])
        if not same:
            yield i, "differs" if said else "silent", told, data
        elif said != known:
            yield i, "strict" if said else "lax", told, data
