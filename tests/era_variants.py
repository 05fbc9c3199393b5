"""Generator of 835 variants with what is right about each: variants(seed) -> [(name, kind, {filename: bytes}, expected)].

expected: payments, checks, claims, paid, money (cents), open {payer id: cents}, facts {...}, say, not_say, or_damage.
"""
# ruff: noqa: E501

import copy
import gzip

from era_build import COMP, Claim, Remit, envelope, money, render, rng_of

QUIET = ("unread", "unbalanced", "uncheckable", "duplicate")  # topics that an innocent file must not raise
CHECK = (("unread", "uncheckable"),)  # one of the two must be said


def facts_of(remits):
    """What a reader must show besides totals."""
    claims = [c for r in remits for c in r.claims]

    def iso(d):
        return f"{d[:4]}-{d[4:6]}-{d[6:]}"

    return {
        "payer_names": sorted({r.payer[0] for r in remits}),
        "payer_2u": ["EX001"],
        "trn03": ["1512345678"],
        "payees": ["EXAMPLE CLINIC"],
        "statuses": sorted(c.status for c in claims),
        "charges": sorted(c.charge for c in claims),
        "patient": sorted(c.pr for c in claims),
        "claim_dates": sorted({iso(c.day) for c in claims}),
        "cas": sorted(
            [("CO", "45", c.co) for c in claims if c.co] + [("PR", "1", c.pr) for c in claims if c.pr]
        ),
        "names": sorted(f"{c.last}, {c.first}" for c in claims),
        "payers": sorted({r.payer[1] for r in remits}),
        "npis": sorted({r.who[0] for r in remits}),
        "tins": sorted({r.who[1] for r in remits}),
        "trns": sorted(r.trn for r in remits),
        "days": sorted(f"{r.day[:4]}-{r.day[4:6]}-{r.day[6:]}" for r in remits),
        "accounts": sorted(c.acct for r in remits for c in r.claims),
        "icns": sorted(c.icn for r in remits for c in r.claims),
        "codes": sorted(c.code for r in remits for c in r.claims),
        "plb": sorted(p for r in remits for p in r.plb),
        "service_dates": sorted({f"{c.day[:4]}-{c.day[4:6]}-{c.day[6:]}" for r in remits for c in r.claims}),
    }


def expect(
    remits, say=(), not_say=QUIET, or_damage=False, open=None, checks=None, money=None, facts=True, **over
):
    """Right values of remits that count all; `over` replaces single values, a value None is not judged."""
    claims = [c for r in remits for c in r.claims]
    e = {
        "payments": len(remits),
        "checks": len(remits) if checks is None else checks,
        "claims": len(claims),
        "paid": sum(c.paid for c in claims),
        "money": sum(r.bpr for r in remits) if money is None else money,
        "open": open or {},
        "facts": {**facts_of(remits), **(facts if isinstance(facts, dict) else {})} if facts else {},
        "say": list(say),
        "not_say": [t for t in not_say if not any(t in s for s in say)],
        "or_damage": or_damage,
    }
    e.update(over)
    return e


def judge(expected, got):
    """Faults of what a reader got: {payments, checks, claims, paid, money, open, facts, said (set of topics)}."""
    said, wrong = set(got["said"]), []
    for key in ("payments", "checks", "claims", "paid", "money", "open"):
        if expected[key] is not None and key in got and got[key] != expected[key]:
            wrong.append(f"{key}: {got[key]} instead of {expected[key]}")
    for key, value in expected["facts"].items():
        if value is not None and key in got.get("facts", {}) and got["facts"][key] != value:
            wrong.append(f"{key}: {got['facts'][key]} instead of {value}")
    if wrong and expected["or_damage"] and "unread" in said:
        wrong = []
    for topics in expected["say"]:
        if not said & set(topics):
            wrong.append("silent about " + " / ".join(topics))
    if not expected["or_damage"]:
        wrong += [f"says {t}" for t in expected["not_say"] if t in said]
    return wrong


class Maker:
    def __init__(self, seed):
        self.seed, self.out = seed, []

    def rng(self, name):
        return rng_of(self.seed, name)

    def add(self, name, kind, files, expected):
        files = {k: v.encode("utf-8") if isinstance(v, str) else v for k, v in files.items()}
        self.out.append((name, kind, files, expected))

    def one(self, name, kind, change=None, remit=None, env=None, ren=None, post=None, **exp):
        """One remittance in one file. change(segs) edits its segments, post(text) the whole text."""
        r = remit or Remit(self.rng(name))
        segs = r.segments()
        if change:
            segs = change(segs) or segs
        text = render(envelope([segs], **(env or {})), **(ren or {}))
        self.add(name, kind, {name + ".835": post(text) if post else text}, expect([r], **exp))
        return r

    def many(self, name, kind, remits, **exp):
        """One file for each remittance, in order of names."""
        files = {
            f"{name}_{i}.835": render(envelope([r.segments()], control=f"{i + 1:09d}"))
            for i, r in enumerate(remits)
        }
        self.add(name, kind, files, expect(remits, **exp))


def setter(tag, i, value, nth=0, qual=None):
    """An edit: element i of the nth segment `tag` (whose element 1 is `qual`); value may be a function of the old text."""

    def change(segs):
        hits = [s for s in segs if s[0] == tag and (qual is None or s[1] == qual)]
        s = hits[nth]
        while len(s) <= i:
            s.append("")
        s[i] = value(s[i]) if callable(value) else value

    return change


def insert(after_tag, new, nth=0):
    def change(segs):
        at = [i for i, s in enumerate(segs) if s[0] == after_tag][nth]
        segs[at + 1 : at + 1] = copy.deepcopy(new)

    return change


def every(fn):
    """An edit of every element but the tag."""

    def change(segs):
        for s in segs:
            s[1:] = [fn(e) if e and e != "#" else e for e in s[1:]]

    return change


def wrap(text, end="\n"):
    return end.join(text[i : i + 80] for i in range(0, len(text), 80)) + end


def delimiters(m):
    m.one("plain", "plain")
    for n, (sep, comp, term) in enumerate(
        [
            ("|", "^", "~"),
            ("*", ">", "~"),
            ("^", ":", "'"),
            ("\t", ":", "~"),
            ("*", ":", "\n"),
            ("*", ":", "\r\n"),
            ("|", ">", "\x1c"),
            ("\x1d", "\x1f", "\x1c"),
            ("*", "\\", "~"),
            ("~", ":", "^"),
            ("*", "/", "!"),
            ("+", ":", "'"),
        ]
    ):
        m.one(
            f"delims_{n}",
            "delimiters",
            env={"sep": sep, "comp": comp, "term": term},
            ren={"sep": sep, "comp": comp, "term": term},
        )
    m.one("crlf_after", "newline after terminator", ren={"after": "\r\n"})
    m.one("lf_after", "newline after terminator", ren={"after": "\n"})
    m.one("cr_after", "newline after terminator", ren={"after": "\r"})
    m.one("lf_before", "newline before terminator", ren={"term": "\n~"})
    m.one("crlf_before", "newline before terminator", ren={"term": "\r\n~"})
    m.one("wrap80", "80-column wrapping", post=wrap)
    m.one("wrap80_crlf", "80-column wrapping", post=lambda t: wrap(t, "\r\n"))
    m.one("no_isa", "no ISA", post=lambda t: t[t.index("ST*835") : t.index("GE*")])
    m.one("gs_only", "no ISA", post=lambda t: t[t.index("GS*") : t.index("IEA*")])
    m.one("isa_short", "ISA not fixed width", post=lambda t: t.replace("PAYERX         *", "PAYERX        *"))
    m.one(
        "isa_long",
        "ISA not fixed width",
        post=lambda t: t.replace("PAYERX         *", "PAYERX CLEARING HOUSE INC *"),
    )
    m.one(
        "isa_trimmed",
        "ISA not fixed width",
        post=lambda t: "*".join(e.strip() for e in t[:108].split("*")) + t[108:],
    )
    m.one("isa12_3", "ISA12 of three characters", env={"isa12": "501"})
    m.one("isa12_blank", "ISA12 of three characters", env={"isa12": "     "}, or_damage=True)
    m.one(
        "prose",
        "prose before ISA",
        post=lambda t: "Dear biller, please find the ISA and the ST below.\r\n\r\n" + t,
    )
    m.one("mail", "prose before ISA", post=lambda t: "From: payer@example.org\nSubject: ISA*835\n\n" + t)
    m.one("lines_before", "prose before ISA", post=lambda t: "\n\n  " + t)
    m.one("blank_after", "blanks at the end", post=lambda t: t + "\n\n   \n")
    m.one("ctrl_z", "blanks at the end", post=lambda t: t + "\x1a")
    m.one("nuls", "blanks at the end", post=lambda t: t + "\0" * 40)
    m.one("bom", "encodings", post=lambda t: t.encode("utf-8-sig"))
    m.one("utf16", "encodings", post=lambda t: t.encode("utf-16"), or_damage=True)
    m.one("utf16le_nobom", "encodings", post=lambda t: t.encode("utf-16-le"), or_damage=True)
    m.one(
        "latin1",
        "encodings",
        change=setter("NM1", 3, "MU\u00d1OZ"),
        post=lambda t: t.encode("latin-1"),
        facts={"names": None},
    )
    m.one("utf8_name", "encodings", change=setter("NM1", 3, "MU\u00d1OZ"), facts={"names": None})
    m.one("cp1252", "encodings", change=setter("N3", 1, "O\u2019HARE ST"), post=lambda t: t.encode("cp1252"))
    m.one("wrong_se01", "control counts", change=setter("SE", 1, "99"), say=[("control", "unread")])
    r, cut = Remit(m.rng("cut")), render(envelope([Remit(m.rng("cut")).segments()]))
    last = cut.rindex("CLP*")
    m.add(
        "cut",
        "cut in mid-segment",
        {"cut.835": cut[: last + 14]},
        expect([r], say=[("unread", "uncheckable", "unbalanced")], claims=None, paid=None, facts=False),
    )
    m.add(
        "cut_header",
        "cut in mid-segment",
        {"c.835": cut[: cut.index("TRN*") + 6]},
        expect(
            [r],
            say=[("unread",)],
            not_say=("duplicate",),
            payments=None,
            checks=None,
            claims=0,
            paid=0,
            money=None,
            facts=False,
        ),
    )
    pair = [Remit(m.rng("cutst1")), Remit(m.rng("cutst2"))]
    whole = render(envelope([x.segments() for x in pair]), after="\n")
    m.add(
        "cut_between_transactions",
        "cut in mid-segment",
        {"c.835": whole[: whole.index("ST*835", whole.index("SE*"))]},
        expect(pair[:1], say=[("control", "unread")]),
    )
    m.one(
        "cut_before_se", "cut in mid-segment", post=lambda t: t[: t.index("SE*")], say=[("control", "unread")]
    )
    m.one(
        "cut_in_se", "cut in mid-segment", post=lambda t: t[: t.index("SE*") + 4], say=[("control", "unread")]
    )
    m.add(
        "cut_before_iea",
        "cut in mid-segment",
        {"c.835": whole[: whole.index("IEA*")]},
        expect(pair, say=[("control", "unread")]),
    )
    m.one(
        "wrong_ge01",
        "control counts",
        post=lambda t: t.replace("GE*1*", "GE*2*"),
        say=[("control", "unread")],
    )
    m.one(
        "wrong_iea02",
        "control counts",
        post=lambda t: t.replace("IEA*1*000000001", "IEA*1*000000007"),
        say=[("control", "unread")],
    )
    m.one("wrong_se02", "control counts", change=setter("SE", 2, "0009"), say=[("control", "unread")])
    m.add("empty", "nothing in it", {"e.835": b""}, expect([], say=[("unread",)], facts=False))
    m.add(
        "only_prose",
        "nothing in it",
        {"p.835": b"ERA not available at this time\n"},
        expect([], say=[("unread",)], facts=False),
    )
    two = [Remit(m.rng("two_isa")), Remit(m.rng("two_isa2"))]
    m.add(
        "two_isa_501",
        "several ISA",
        {
            "t.835": render(envelope([two[0].segments()]))
            + "\n"
            + render(
                envelope([two[1].segments()], control="000000002", sep="|", comp="^", isa12="501"),
                sep="|",
                comp="^",
                term="\n",
            )
        },
        expect(two),
    )
    m.add(
        "two_isa",
        "several ISA",
        {
            "t.835": render(envelope([two[0].segments()]))
            + "\n"
            + render(
                envelope([two[1].segments()], control="000000002", sep="|", comp="^"),
                sep="|",
                comp="^",
                term="\n",
            )
        },
        expect(two),
    )
    lot = [Remit(m.rng(f"lot{i}")) for i in range(20)]
    m.add(
        "isa_20",
        "several ISA",
        {"t.835": "".join(render(envelope([r.segments()], control=f"{i:09d}")) for i, r in enumerate(lot))},
        expect(lot),
    )
    for kind, gs01, body in (
        ("997", "FA", [["AK1", "HC", "1"], ["AK9", "A", "1", "1", "1"]]),
        ("999", "FA", [["AK1", "HC", "1", "005010X222A1"], ["AK9", "A", "1", "1", "1"]]),
        (
            "277",
            "HN",
            [
                ["BHT", "0085", "08", "1", "20260301", "0900", "TH"],
                ["HL", "1", "", "20", "1"],
                ["NM1", "PR", "2", "X"],
            ],
        ),
    ):
        r = Remit(m.rng("with_" + kind))
        other = render(
            envelope(
                [[["ST", kind, "0001"], *copy.deepcopy(body), ["SE", "#", "0001"]]],
                gs01=gs01,
                control="000000009",
            )
        )
        m.add(
            "with_" + kind,
            "another transaction beside",
            {"t.835": other + render(envelope([r.segments()]))},
            expect([r]),
        )


def st01(m):
    for n, text in enumerate(["835 ", " 835", "  835  ", "835\t"]):
        pair = [Remit(m.rng(f"st_pad{n}")), Remit(m.rng(f"st_pad{n}b"))]
        segs = [r.segments() for r in pair]
        segs[1][0][1] = text
        m.add(f"st01_padded_{n}", "ST01 padded", {"s.835": render(envelope(segs))}, expect(pair))
    for n, text in enumerate(
        ["", " ", "83S", "0835", "8 35", "836", "B35", "83", "\u0668\u0663\u0665", "8350"]
    ):
        pair = [Remit(m.rng(f"st_bad{n}")), Remit(m.rng(f"st_bad{n}b"))]
        segs = [r.segments() for r in pair]
        segs[1][0][1] = text
        m.add(
            f"st01_damaged_{n}",
            "ST01 blank or damaged",
            {"s.835": render(envelope(segs))},
            expect(pair, say=[("unread",)], or_damage=True),
        )


def padding(m):
    pads = [lambda e: e + " ", lambda e: " " + e, lambda e: "  " + e + "   "]
    spots = [
        ("REF", 1, "2U"),
        ("REF", 2, "2U"),
        ("REF", 1, "TJ"),
        ("REF", 2, "TJ"),
        ("N1", 1, "PR"),
        ("N1", 2, "PR"),
        ("N1", 3, "PR"),
        ("N1", 4, "PR"),
        ("N1", 1, "PE"),
        ("N1", 3, "PE"),
        ("N1", 4, "PE"),
        ("NM1", 1, "QC"),
        ("NM1", 3, "QC"),
        ("DTM", 1, "472"),
        ("DTM", 2, "472"),
        ("DTM", 1, "232"),
        ("DTM", 2, "232"),
        ("DTM", 1, "405"),
        ("CLP", 1, None),
        ("CLP", 2, None),
        ("CLP", 3, None),
        ("CLP", 4, None),
        ("CLP", 7, None),
        ("SVC", 1, None),
        ("SVC", 2, None),
        ("SVC", 3, None),
        ("CAS", 1, None),
        ("CAS", 2, None),
        ("CAS", 3, None),
        ("PLB", 3, None),
        ("PLB", 4, None),
        ("BPR", 2, None),
        ("BPR", 3, None),
        ("BPR", 4, None),
        ("BPR", 16, None),
        ("TRN", 1, None),
        ("TRN", 2, None),
        ("TRN", 3, None),
        ("SE", 2, None),
        ("ST", 2, None),
        ("LX", 1, None),
        ("AMT", 1, None),
        ("PLB", 1, None),
        ("PLB", 2, None),
    ]
    for n, (tag, i, qual) in enumerate(spots):
        r = Remit(m.rng(f"pad{n}"), plb=[("WO", "ICN0", 1000)])
        m.one(f"pad_{tag}{i:02d}_{qual or ''}", "padding", setter(tag, i, pads[n % 3], qual=qual), remit=r)

    def plb(name):
        return Remit(m.rng(name), plb=[("WO", "ICN0", 1000), ("L6", "INT", -500)])

    m.one("pad_all_right", "padding", every(lambda e: e + " "), remit=plb("par"))
    m.one("pad_all_left", "padding", every(lambda e: " " + e), remit=plb("pal"))
    m.one("pad_all_both", "padding", every(lambda e: f"  {e}   "), remit=plb("pab"))
    m.one(
        "pad_inside",
        "padding",
        lambda segs: every(lambda e: e.replace(COMP, " " + COMP + " "))(segs),
        remit=plb("pai"),
    )
    m.one("pad_segment_end", "padding", ren={"term": " ~"}, remit=plb("pse"))
    m.one("pad_segment_start", "padding", ren={"after": "  "}, remit=plb("pss"))
    m.one("pad_both_newline", "padding", ren={"term": "  ~", "after": " \r\n "}, remit=plb("psb"))
    m.one(
        "pad_tag",
        "padding",
        lambda segs: [[s[0] + " ", *s[1:]] for s in segs],
        remit=plb("ptg"),
        or_damage=True,
    )
    m.one("pad_newline_term", "padding", ren={"term": " \n"}, remit=plb("pnt"))
    m.one("pad_se01", "padding", post=lambda t: t.replace("SE*", "SE* "), remit=plb("pse1"))
    m.one(
        "empty_tail",
        "padding",
        lambda segs: [[*s, "", "", ""] for s in segs if True],
        remit=plb("ptl"),
        or_damage=True,
    )


def separators(m):
    for n, (isa16, comp) in enumerate(
        [
            (">", ":"),
            (":", ">"),
            ("^", ":"),
            (":", "^"),
            ("<", ":"),
            (":", "|"),
            ("\\", ":"),
            ("", ":"),
            (" ", ":"),
        ]
    ):
        r = Remit(m.rng(f"cm{n}"), plb=[("WO", "ICN0", 1000), ("L6", "INT", -700)])
        m.one(
            f"isa16_other_{n}",
            "ISA16 not in use",
            env={"isa16": isa16},
            ren={"comp": comp},
            remit=r,
            or_damage=True,
        )
    for n, isa16 in enumerate(["A", "1", "T", "9", "\x1e", "\x00", "*", "~", "::", "\u00e9"]):
        r = Remit(m.rng(f"odd{n}"), plb=[("WO", "ICN0", 1000)])
        m.one(f"isa16_odd_{n}", "ISA16 odd", env={"isa16": isa16}, remit=r, or_damage=True)
    mixed = Remit(m.rng("mixed"), plb=[("WO", "ICN0", 1000)])
    m.one(
        "mixed_svc_plb",
        "ISA16 not in use",
        lambda segs: [[e.replace(COMP, ">") for e in s] if s[0] == "PLB" else s for s in segs],
        remit=mixed,
        or_damage=True,
    )
    m.one(
        "mixed_one_svc", "ISA16 not in use", setter("SVC", 1, lambda e: e.replace(COMP, ">")), or_damage=True
    )
    m.one("isa16_in_use_letter", "ISA16 odd", env={"comp": "Z"}, ren={"comp": "Z"}, or_damage=True, say=[])


def names(m):
    for n, last in enumerate(
        ["ISA", "GS", "ST", "SE", "CLP", "SVC", "BPR", "IEA", "GE", "PLB", "CAS", "N1", "TRN", "LX"]
    ):
        r = Remit(m.rng(f"nm{n}"))
        r.claims[0].last = last
        r.claims[0].co = 2492000 - r.claims[0].paid - r.claims[0].pr  # a whole-dollar charge of five digits
        m.one(f"name_{last}", "a name like an envelope", remit=r)
    r = Remit(m.rng("nm_st835"))
    r.claims[0].last, r.claims[0].first = "ST", "835"
    m.one("name_ST_835", "a name like an envelope", remit=r)
    r2 = copy.deepcopy(r)
    m.one(
        "name_ST_835_no_isa",
        "a name like an envelope",
        remit=r2,
        post=lambda t: t[t.index("ST*835") : t.index("GE*")],
    )
    r = Remit(m.rng("nm_isa00"))
    r.claims[0].last, r.claims[0].first, r.claims[0].co = (
        "ISA",
        "00",
        1234500 - r.claims[0].paid - r.claims[0].pr,
    )
    m.one("name_ISA_00", "a name like an envelope", remit=r)
    for n, sep in enumerate("|^"):
        r = Remit(m.rng(f"nm_isa_sep{n}"))
        r.claims[0].last, r.claims[0].co = "ISA", 1234500 - r.claims[0].paid - r.claims[0].pr
        m.one(
            f"name_ISA_sep{n}",
            "a name like an envelope",
            remit=r,
            env={"sep": sep, "comp": ">"},
            ren={"sep": sep, "comp": ">", "term": "\n"},
        )
    m.one("payer_ISA", "a name like an envelope", remit=Remit(m.rng("pisa"), payer=("ISA", "99002")))
    m.one("louisa", "a name like an envelope", setter("NM1", 4, "LOUISA"), facts={"names": None})
    r = Remit(m.rng("acct_isa"))
    r.claims[0].acct = "ISA"
    m.one("account_ISA", "a name like an envelope", remit=r)


def dates(m):
    def rd8(qual, form):
        def change(segs):
            for s in segs:
                if s[:2] == ["DTM", qual]:
                    d = s[2]
                    s[2:] = form(d)

        return change

    forms = {
        "std": lambda d: ["", "", "", "RD8", f"{d}-{d[:6]}28"],
        "dtp": lambda d: ["RD8", f"{d}-{d[:6]}28"],
        "bare": lambda d: [f"{d}-{d[:6]}28"],
        "d8": lambda d: ["D8", d],
    }
    for key, form in forms.items():
        for qual in ("472", "232"):
            m.one(f"rd8_{key}_{qual}", "date ranges", rd8(qual, form), facts=False, or_damage=key != "std")
    m.one(
        "dtm_150_151",
        "date ranges",
        lambda segs: [
            x
            for s in segs
            for x in ([["DTM", "150", s[2]], ["DTM", "151", s[2]]] if s[:2] == ["DTM", "472"] else [s])
        ],
    )
    for n, text in enumerate(
        [
            "20260230",
            "2026021",
            "260201",
            "",
            "2026-02-01",
            "02/01/2026",
            "\u0662\u0660\u0662\u0666\u0660\u0662\u0660\u0661",
        ]
    ):
        m.one(
            f"bad_date_{n}",
            "a date that is none",
            setter("DTM", 2, text, qual="472"),
            say=[("unread",)],
            facts=False,
        )
        m.one(
            f"bad_pay_date_{n}",
            "a date that is none",
            setter("BPR", 16, text),
            say=[("unread",)],
            facts=False,
        )


def structure(m):
    m.one("lq_claim", "LQ at claim level", insert("CLP", [["LQ", "HE", "N130"]]))
    m.one(
        "lq_after_dtm", "LQ at claim level", insert("DTM", [["LQ", "HE", "N130"], ["LQ", "RX", "70"]], nth=2)
    )
    m.one(
        "nte_line",
        "NTE",
        insert("SVC", [["NTE", "ADD", "SEE LETTER"]]),
        not_say=("unbalanced", "uncheckable", "duplicate"),
    )
    m.one(
        "nte_header",
        "NTE",
        insert("BPR", [["NTE", "ADD", "SEE LETTER"]]),
        not_say=("unbalanced", "uncheckable", "duplicate"),
    )
    m.one(
        "nte_claim",
        "NTE",
        insert("CLP", [["NTE", "ADD", "CLP*X"[:3]]]),
        not_say=("unbalanced", "uncheckable", "duplicate"),
    )
    r = Remit(m.rng("n1twice"))
    m.one("n1_pr_twice", "N1 repeated", insert("REF", [["N1", "PR", r.payer[0], "XV", r.payer[1]]]), remit=r)
    m.one("n1_pe_twice", "N1 repeated", lambda s: s.insert(11, list(s[9])))
    m.one(
        "n1_pr_differs",
        "N1 repeated",
        lambda s: s.insert(11, ["N1", "PR", "OTHER HEALTH", "XV", "99777"]),
        say=[("unread",)],
        facts=False,
        or_damage=True,
    )
    m.one(
        "n1_pe_differs",
        "N1 repeated",
        lambda s: s.insert(11, ["N1", "PE", "OTHER CLINIC", "XX", "1999999992"]),
        say=[("unread",)],
        facts=False,
        or_damage=True,
    )
    m.one("n1_pe_first", "N1 repeated", lambda s: s[:4] + s[9:11] + s[4:9] + s[11:])
    m.one("two_lx", "structure", insert("AMT", [["LX", "2"]]))
    m.one("ts3", "structure", insert("LX", [["TS3", "1234567893", "11", "20261231", "2", "900"]]))
    m.one("per_in_claim", "structure", insert("DTM", [["PER", "CX", "", "TE", "8005550100"]], nth=2))
    m.one("unknown_segment", "structure", insert("SVC", [["ZZZ", "1", "2"]]), say=[("unread",)])
    m.one(
        "lower_tag",
        "structure",
        lambda s: [[x[0].lower() if x[0] == "CLP" else x[0], *x[1:]] for x in s],
        or_damage=True,
        say=[],
    )
    rev = Remit(m.rng("reversal"), claims=[])
    a = Claim(m.rng("rev_a"), 1, paid=-8000, co=-2000, pr=0, status="22")
    b = Claim(m.rng("rev_b"), 1, paid=9000, co=1000, pr=0)
    b.acct = a.acct
    m.one("reversal_correction", "reversal and correction", remit=Remit(m.rng("rev"), claims=[a, b]))
    del rev


def adjustments(m):
    c = Claim(m.rng("c7"), 1, paid=5000, co=0, pr=0)
    c.co = 7 * 100
    seven = [x for i in range(7) for x in ([str(45 + i), "1", ""])]

    def put(segs, tail):
        at = next(i for i, s in enumerate(segs) if s[0] == "CAS")
        segs[at] = ["CAS", "CO", *tail]

    m.one(
        "cas_seventh",
        "CAS",
        lambda s: put(s, seven[:-1]),
        remit=Remit(m.rng("c7r"), claims=[c]),
        say=[("unread", "unbalanced")],
        facts={"cas": None},
    )
    c6 = Claim(m.rng("c6"), 1, paid=5000, co=600, pr=0)
    m.one(
        "cas_six",
        "CAS",
        lambda s: put(s, seven[:17]),
        remit=Remit(m.rng("c6r"), claims=[c6]),
        facts={"cas": None},
    )
    m.one("cas_no_triple", "CAS", insert("CAS", [["CAS", "CO"]]), say=[("unread", "uncheckable")])
    m.one(
        "cas_empty_triples",
        "CAS",
        insert("CAS", [["CAS", "PR", "", "", ""]]),
        say=[("unread", "uncheckable")],
    )
    m.one("cas_no_amount", "CAS", setter("CAS", 3, ""), say=CHECK, facts={"cas": None})
    m.one(
        "cas_cut", "CAS", lambda s: [x[:3] if x[0] == "CAS" else x for x in s], say=CHECK, facts={"cas": None}
    )
    m.one("cas_no_reason", "CAS", setter("CAS", 2, ""), say=[("unread", "uncheckable")], facts={"cas": None})
    m.one("cas_no_group", "CAS", setter("CAS", 1, ""), say=[("unread", "uncheckable")], facts={"cas": None})
    m.one("cas_group_odd", "CAS", setter("CAS", 1, "XX"), say=[("unread",)], facts={"cas": None})
    m.one(
        "cas_group_cr",
        "CAS",
        setter("CAS", 1, "CR"),
        not_say=("unbalanced", "uncheckable", "duplicate"),
        facts={"cas": None},
    )
    m.one("cas_quantity", "CAS", setter("CAS", 4, "1"))
    gap = Claim(m.rng("gap"), 1, paid=5000, co=300, pr=0)
    m.one(
        "cas_gap",
        "CAS",
        lambda s: put(s, ["45", "1", "", "", "", "", "253", "2"]),
        remit=Remit(m.rng("gapr"), claims=[gap]),
        or_damage=True,
        facts={"cas": None},
    )
    cap = Claim(m.rng("cap"), 1, paid=0, co=9000, pr=0)
    m.one(
        "carc_24",
        "capitation",
        setter("CAS", 2, "24"),
        remit=Remit(m.rng("capr"), claims=[cap, Claim(m.rng("cap2"), 2)]),
        not_say=(*QUIET, "denial"),
        facts={"cas": None},
    )
    for tag, i in (("CLP", 3), ("CLP", 4), ("SVC", 2), ("SVC", 3), ("BPR", 2), ("PLB", 4)):
        r = Remit(m.rng(f"abs{tag}{i}"), plb=[("WO", "ICN0", 1000)])
        over = {"paid": sum(c.paid for c in r.claims[1:])} if (tag, i) == ("CLP", 4) else {}
        m.one(
            f"absent_{tag}{i:02d}",
            "amount absent",
            setter(tag, i, ""),
            remit=r,
            say=CHECK,
            facts=False,
            **over,
            **({"money": 0} if tag == "BPR" else {}),
        )
    r = Remit(m.rng("clpshort"))
    exp = expect([r], say=CHECK, facts=False, claims=len(r.claims) + 1)
    segs = r.segments()
    segs.insert(-1, ["CLP", "ACCT9", "22"])
    m.add("clp_short", "amount absent", {"c.835": render(envelope([segs]))}, exp)


def amounts(m):
    bad = [
        "\u0661\u0662\u0663",
        "\uff11\uff12",
        "\u0967\u0968",
        "12\u00b2",
        "80\x00",
        "80\x0b",
        "80\x7f",
        "80\u200b",
        "2,000.00",
        "$5",
        "1e3",
        "5-",
        "(5)",
        "1.234",
        ".",
        "-",
        "--5",
        "0x10",
        "NaN",
        "Infinity",
        "1_000",
        "1 00",
        "80.00USD",
        "9" * 40,
        "5.5.5",
        "8O",
        "\u22125",
    ]
    spots = [("CLP", 4), ("BPR", 2), ("SVC", 3), ("CAS", 3), ("PLB", 4), ("CLP", 3)]
    for n, text in enumerate(bad):
        tag, i = spots[n % 6] if n % 7 else spots[0]
        r = Remit(m.rng(f"amt{n}"), plb=[("WO", "ICN0", 1000)])
        over = (
            {"paid": sum(c.paid for c in r.claims[1:])}
            if (tag, i) == ("CLP", 4)
            else {"money": 0}
            if tag == "BPR"
            else {}
        )
        m.one(
            f"no_amount_{n}_{tag}{i}",
            "amounts that are none",
            setter(tag, i, text),
            remit=r,
            say=CHECK,
            facts=False,
            **over,
        )
    for n, (form, value) in enumerate(
        [
            ("80.", 8000),
            (".5", 50),
            ("-0", 0),
            ("007.50", 750),
            ("80.5", 8050),
            ("80.000", 8000),
            ("0", 0),
            ("0.00", 0),
        ]
    ):
        c = Claim(m.rng(f"ok{n}"), 1, paid=value, co=1000, pr=0)
        r = Remit(m.rng(f"okr{n}"), claims=[c, Claim(m.rng(f"ok2{n}"), 2)])
        m.one(
            f"amount_{n}",
            "amounts written oddly",
            lambda s, f=form: (setter("CLP", 4, f)(s), setter("SVC", 3, f)(s))[0],
            remit=r,
        )
    m.one("amount_plus", "amounts written oddly", setter("CLP", 4, lambda e: "+" + e), or_damage=True)
    m.one("amount_nbsp", "amounts written oddly", setter("CLP", 4, lambda e: e + "\u00a0"), or_damage=True)


def containers(m):
    m.one("lower_case", "whole file", post=str.lower, or_damage=True, facts=False)
    m.one("cp037", "whole file", post=lambda t: t.encode("cp037"), or_damage=True)
    m.one("cp500", "whole file", post=lambda t: t.encode("cp500"), or_damage=True)
    m.one("gzip", "whole file", post=lambda t: gzip.compress(t.encode(), mtime=0), or_damage=True)
    m.one(
        "gzip_cut",
        "whole file",
        post=lambda t: gzip.compress(t.encode(), mtime=0)[:200],
        say=[("unread",)],
        or_damage=True,
    )
    m.one(
        "excel_lines",
        "whole file",
        post=lambda t: "\r\n".join(s + "~,,," for s in t.split("~") if s),
        or_damage=True,
    )
    m.one(
        "excel_quoted",
        "whole file",
        post=lambda t: "\r\n".join(f'"{s}~"' for s in t.split("~") if s),
        or_damage=True,
    )
    m.one("excel_one_cell", "whole file", post=lambda t: '"' + t + '"\r\n', or_damage=True)
    m.one(
        "excel_cells",
        "whole file",
        post=lambda t: "\r\n".join(s.replace("*", ",") for s in t.split("~") if s),
        or_damage=True,
    )
    m.one("excel_row", "whole file", post=lambda t: t.replace("~", "~,"), or_damage=True)
    m.one(
        "html",
        "whole file",
        post=lambda t: "<html><body><pre>" + t.replace("~", "~<br>") + "</pre></body></html>",
        or_damage=True,
    )
    m.one(
        "quoted_printable",
        "whole file",
        post=lambda t: "=\n".join(t.replace("=", "=3D")[i : i + 75] for i in range(0, len(t), 75)),
        or_damage=True,
    )


def balances(m):
    who = ("1234567893", "123456789")
    P, Q = ("EXAMPLE HEALTH", "99001"), ("OTHER HEALTH", "99002")

    def seq(name, kind, steps, open, **exp):
        """steps: (payer, [(reason, ref, cents)]) a month apart; claims cover what PLB takes."""
        remits = []
        for i, (payer, plb) in enumerate(steps):
            need = sum(a for *_, a in plb)
            status = "22" if need < 0 else "1"
            paid = need if need else 10000
            c = Claim(m.rng(f"{name}{i}"), i + 1, paid=paid, co=0, pr=0, status=status)
            remits.append(
                Remit(
                    m.rng(f"{name}r{i}"),
                    claims=[c],
                    plb=plb,
                    trn=f"T{i + 1:04d}",
                    day=f"2026{i + 3:02d}02",
                    payer=payer,
                    who=who,
                    bpr04="NON" if need else "ACH",
                )
            )
        m.many(name, kind, remits, open=open, **exp)
        return remits

    FB = "forward balance"
    for key, refs in (
        ("same", ("T0001",) * 4),
        ("own", ("T0001", "T0002", "T0003", "T0004")),
        ("none", ("",) * 4),
        ("odd", ("CARRIED FWD", "19000101", "T0009", "X")),
    ):
        seq(
            f"fb_part_{key}",
            FB,
            [(P, [("FB", refs[0], -50000)]), (P, [("FB", refs[1], 20000)])],
            {"99001": 30000},
        )
        seq(f"fb_whole_{key}", FB, [(P, [("FB", refs[0], -50000)]), (P, [("FB", refs[1], 50000)])], {})
        seq(
            f"fb_two_parts_{key}",
            FB,
            [(P, [("FB", refs[0], -50000)]), (P, [("FB", refs[1], 20000)]), (P, [("FB", refs[2], 30000)])],
            {},
        )
        seq(
            f"fb_three_parts_{key}",
            FB,
            [(P, [("FB", refs[0], -50000)]), (P, [("FB", refs[1], 20000)]), (P, [("FB", refs[2], 29999)])],
            {"99001": 1},
        )
        seq(
            f"fb_chain_closed_{key}",
            FB,
            [
                (P, [("FB", refs[0], -50000)]),
                (P, [("FB", refs[0], 50000), ("FB", refs[1], -30000)]),
                (P, [("FB", refs[1], 30000)]),
            ],
            {},
        )
        seq(
            f"fb_chain_open_{key}",
            FB,
            [
                (P, [("FB", refs[0], -50000)]),
                (P, [("FB", refs[0], 50000), ("FB", refs[1], -30000)]),
                (P, [("FB", refs[1], 10000)]),
            ],
            {"99001": 20000},
        )
        seq(
            f"fb_chain_whole_{key}",
            FB,
            [
                (P, [("FB", refs[0], -50000)]),
                (P, [("FB", refs[0], 50000), ("FB", refs[1], -50000)]),
                (P, [("FB", refs[1], 50000), ("FB", refs[2], -50000)]),
            ],
            {"99001": 50000},
        )
    seq(
        "fb_two_payers",
        FB,
        [(P, [("FB", "T0001", -50000)]), (Q, [("FB", "T0001", 50000)])],
        {"99001": 50000},
        not_say=("unread", "uncheckable", "duplicate"),
    )
    seq(
        "fb_two_payers_open",
        FB,
        [(P, [("FB", "T0001", -50000)]), (Q, [("FB", "T0002", -20000)]), (P, [("FB", "T0001", 10000)])],
        {"99001": 40000, "99002": 20000},
    )
    seq(
        "fb_unseen_origin",
        FB,
        [(P, [("FB", "T0000", 50000)])],
        {},
        not_say=("unread", "unbalanced", "uncheckable", "duplicate", "open_balance"),
    )
    seq("fb_only", FB, [(P, [("FB", "T0001", -50000)])], {"99001": 50000}, say=[("open_balance",)])
    WO = "reversal announced by WO"
    seq("wo_open", WO, [(P, [("WO", "ICN1", -8000)])], {"99001": 8000}, say=[("open_balance",)])
    seq(
        "wo_taken",
        WO,
        [(P, [("WO", "ICN1", -8000)]), (P, [("WO", "ICN1", 8000)])],
        {},
        not_say=(*QUIET, "open_balance"),
    )
    seq("wo_part", WO, [(P, [("WO", "ICN1", -8000)]), (P, [("WO", "ICN1", 3000)])], {"99001": 5000})
    seq(
        "wo_two_parts",
        WO,
        [(P, [("WO", "ICN1", -8000)]), (P, [("WO", "ICN1", 3000)]), (P, [("WO", "ICN1", 5000)])],
        {},
    )
    seq("wo_other_claim", WO, [(P, [("WO", "ICN1", -8000)]), (P, [("WO", "ICN7", 3000)])], {"99001": 8000})
    seq(
        "wo_two_announced",
        WO,
        [(P, [("WO", "ICN1", -8000)]), (P, [("WO", "ICN2", -4000)]), (P, [("WO", "ICN1", 8000)])],
        {"99001": 4000},
    )
    seq("wo_plain_recoupment", WO, [(P, [("WO", "ICN1", 8000)])], {}, not_say=(*QUIET, "open_balance"))
    seq(
        "wo_other_payer",
        WO,
        [(P, [("WO", "ICN1", -8000)]), (Q, [("WO", "ICN1", 8000)])],
        {"99001": 8000},
        not_say=("unread", "uncheckable", "duplicate"),
    )
    seq(
        "wo_and_fb",
        WO,
        [(P, [("WO", "ICN1", -8000), ("FB", "T0001", -50000)]), (P, [("FB", "T0001", 20000)])],
        {"99001": 38000},
    )
    SP = "one check in several files"
    for n, count in enumerate((2, 2, 3)):
        claims = [Claim(m.rng(f"sp{n}{i}"), i + 1) for i in range(count)]
        whole = sum(c.paid for c in claims)
        trn = f"C{n}000"
        m.many(
            f"split_whole_{n}",
            SP,
            [Remit(m.rng(f"spr{n}"), claims=[c], trn=trn, bpr=whole, who=who) for c in claims],
            checks=1,
            money=whole,
        )
        parts = [Remit(m.rng(f"spp{n}"), claims=[c], trn=trn, who=who) for c in claims]
        m.many(f"split_parts_{n}", SP, parts, checks=None, money=whole)
    claims = [Claim(m.rng(f"s1{i}"), i + 1) for i in range(2)]
    whole = sum(c.paid for c in claims)
    pair = [Remit(m.rng("s1"), claims=[c], trn="C9", bpr=whole, who=who) for c in claims]
    m.add(
        "split_whole_one_file",
        SP,
        {"s.835": render(envelope([r.segments() for r in pair]))},
        expect(pair, checks=1, money=whole),
    )
    r = Remit(m.rng("twice"), who=who)
    text = render(envelope([r.segments()]))
    m.add("same_file_twice", "copies", {"a.835": text, "a (1).835": text}, expect([r], say=[("duplicate",)]))
    m.add(
        "same_remit_other_isa",
        "copies",
        {"a.835": text, "b.835": render(envelope([r.segments()], control="000000077"), after="\n")},
        expect([r], say=[("duplicate",)]),
    )
    m.add(
        "same_remit_in_file",
        "copies",
        {"a.835": render(envelope([r.segments(), r.segments()]))},
        expect([r], say=[("duplicate",)]),
    )
    two = [Remit(m.rng("rep1"), trn="T5"), Remit(m.rng("rep2"), trn="T5", day="20260702")]
    m.many("check_number_repeats", "copies", two)
    c = Claim(m.rng("int"), 1, pr=0)
    d = Claim(m.rng("int2"), 2, pr=0)
    first, second = (
        Remit(m.rng("i1"), claims=[c], who=who, trn="I1"),
        Remit(m.rng("i2"), claims=[d], plb=[("L6", "I1", -530)], who=who, trn="I2", day="20260402"),
    )
    s1 = first.segments()
    s1.insert(next(i for i, s in enumerate(s1) if s[0] == "SVC"), ["AMT", "I", "5.3"])
    files = {
        "i1.835": render(envelope([s1])),
        "i2.835": render(envelope([second.segments()], control="000000002")),
    }
    m.add("interest_elsewhere", "interest", files, expect([first, second]))
    m.add(
        "interest_reverse_order",
        "interest",
        {"b.835": files["i1.835"], "a.835": files["i2.835"]},
        expect([first, second]),
    )
    same = Remit(m.rng("i3"), claims=[c], plb=[("L6", "I3", -530)], who=who)
    s3 = same.segments()
    s3.insert(next(i for i, s in enumerate(s3) if s[0] == "SVC"), ["AMT", "I", "5.3"])
    m.add("interest_together", "interest", {"i.835": render(envelope([s3]))}, expect([same]))
    m.add("interest_never_paid", "interest", {"i1.835": files["i1.835"]}, expect([first]))
    m.one("unbalanced", "a balance that is off", setter("BPR", 2, "1.23"), say=[("unbalanced",)], money=123)
    m.one(
        "plb_one_text",
        "PLB",
        setter("PLB", 3, "WOICN0"),
        remit=Remit(m.rng("plb1"), plb=[("WO", "ICN0", 1000)]),
        say=[("unread",)],
        facts=False,
    )
    six = [("WO", f"R{i}", 100 * (i + 1)) for i in range(6)]
    m.one(
        "plb_six_pairs",
        "PLB",
        lambda s: (
            [x for x in s if x[0] not in ("PLB", "SE")]
            + [["PLB", "1234567893", "20261231"] + [e for a, b, c in six for e in (a + COMP + b, money(c))]]
            + [["SE", "#", "0001"]]
        ),
        remit=Remit(m.rng("plb6"), plb=six),
    )


def variants(seed):
    """All variants, the same for the same seed."""
    m = Maker(seed)
    for part in (
        delimiters,
        st01,
        padding,
        separators,
        names,
        dates,
        structure,
        adjustments,
        amounts,
        containers,
        balances,
    ):
        part(m)
    return m.out


def oracle_got(files):
    """The oracle's answer in the form that judge() takes: the pattern for an adapter of any other reader."""
    import era_oracle as oracle

    b = oracle.book(files)
    claims = [c for p in b["kept"] for c in p["claims"]]
    lines = [s for c in claims for s in c["services"]]
    said = set()
    if b["damage"]:
        said.add("unread")
    if b["control"]:
        said.add("control")
    if b["copies"]:
        said.add("duplicate")
    if b["open"]:
        said.add("open_balance")
    every_balance = (
        list(b["balances"].values())
        + [oracle.claim_balance(c) for c in claims]
        + [oracle.service_balance(s) for s in lines]
    )
    said |= {"uncheckable" if x is None else "unbalanced" for x in every_balance if x != 0}
    kept = b["kept"]
    facts = {
        "payer_names": sorted({p["payer"] for p in kept}),
        "payer_2u": sorted({p["payer_2u"] for p in kept}),
        "trn03": sorted({p["trn03"] for p in kept}),
        "payees": sorted({p["payee"] for p in kept}),
        "statuses": sorted(c["status"] for c in claims),
        "charges": sorted(c["charge"] or 0 for c in claims),
        "patient": sorted(c["patient"] or 0 for c in claims),
        "names": sorted(c["name"] for c in claims),
        "claim_dates": sorted({d for c in claims for _, *ds in c["dates"] for d in ds}),
        "cas": sorted((g, r, a) for h in [*claims, *lines] for g, r, a in h["cas"] if a is not None),
        "payers": sorted({p["payer_id"] for p in kept}),
        "npis": sorted({p["npi"] for p in kept}),
        "tins": sorted({p["tin"] for p in kept}),
        "trns": sorted(p["trn02"] for p in kept),
        "days": sorted(p["bpr16"] or "" for p in kept),
        "accounts": sorted(c["clp01"] for c in claims),
        "icns": sorted(c["clp07"] for c in claims),
        "codes": sorted(s["code"] for s in lines),
        "plb": sorted((r, x, a) for p in kept for r, x, a in p["plb"] if a is not None),
        "service_dates": sorted({d for s in lines for _, *ds in s["dates"] for d in ds}),
    }
    return {k: b[k] for k in ("payments", "checks", "claims", "paid", "money", "open")} | {
        "facts": facts,
        "said": said,
    }


def faults(got, seeds):
    """Yields (seed, name, kind, fault) for a reader got(files) -> dict; a reader that raises is a fault too."""
    for seed in seeds:
        for name, kind, files, expected in variants(seed):
            try:
                wrong = judge(expected, got(files))
            except Exception as error:
                wrong = [f"raises {error!r}"]
            for fault in wrong:
                yield seed, name, kind, fault
