"""Independent, plain reader of X12 835 files: bytes in, payments and damage out. Shares no code with the project.

read(data)  -> {"payments": [...], "damage": [(position, reason)], "control": [(position, reason)]}
book(files) -> totals over several files: duplicates set aside, split checks joined, open balances by payer.
position is the 1-based number of the segment in the file (0 = the file as a whole). Money is whole cents or None.
damage = something could not be understood. control = understood, but counts, control numbers or the envelope are off.
"""
# ruff: noqa: E501

import gzip
import io
import re
import zipfile
from collections import Counter
from datetime import date

TAGS = {  # tag -> most elements; a segment with more has probably swallowed its neighbor
    "ISA": 16,
    "TA1": 5,
    "GS": 8,
    "ST": 3,
    "BPR": 21,
    "NTE": 2,
    "TRN": 4,
    "CUR": 21,
    "REF": 4,
    "DTM": 6,
    "N1": 6,
    "N3": 2,
    "N4": 7,
    "PER": 9,
    "RDM": 5,
    "LX": 1,
    "TS3": 24,
    "TS2": 19,
    "CLP": 14,
    "CAS": 19,
    "NM1": 12,
    "MIA": 24,
    "MOA": 9,
    "AMT": 3,
    "QTY": 4,
    "SVC": 7,
    "LQ": 2,
    "PLB": 14,
    "SE": 2,
    "GE": 2,
    "IEA": 2,
}
AMOUNT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
BLANK = " \t"


def cents(text):
    """Whole cents of an X12 amount, None if it is none (other digits, signs, separators, fractions of a cent)."""
    if len(text) > 18 or not AMOUNT.fullmatch(text):
        return None
    whole, _, part = text.lstrip("-").partition(".")
    if part[2:].strip("0"):
        return None
    value = int(whole or "0") * 100 + int((part[:2] + "00")[:2])
    return -value if text.startswith("-") else value


def day(text):
    """An ISO day of CCYYMMDD, None if it is none."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return None


def decode(data):
    """Text of the bytes: gzip, zip, UTF-16, UTF-8 with or without BOM, EBCDIC, else Windows-1252 / Latin-1."""
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except Exception:
            return ""
    if data[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as z:
                data = b"\n".join(z.read(n) for n in z.namelist())
        except Exception:
            return ""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\xc9\xe2\xc1\x5c" in data[:4000] and b"ISA" not in data:  # ISA* in EBCDIC
        return data.decode("cp037").replace("\x85", "\n")
    for codec in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1")


def looks_like_isa(text, at):
    """Does an envelope begin here? Needs 16 elements of the right shapes, and no element separator right before it."""
    sep = text[at + 3 : at + 4]
    if text[:at].rstrip(" \t\r\n")[-1:] == sep:
        return None
    f = re.sub(r"[\r\n]", "", text[at : at + 500]).split(sep)
    if len(f) < 17:
        return None
    f = [x.strip(BLANK) for x in f[:17]]
    good = [
        re.fullmatch(p, f[i]) is not None
        for i, p in (
            (1, r"\w\w"),
            (3, r"\w\w"),
            (5, r"\w{1,2}"),
            (7, r"\w{1,2}"),
            (9, r"\d{6}"),
            (10, r"\d{4}"),
            (12, r"\d{3,5}"),
            (13, r"\d{1,9}"),
            (14, r"[01]"),
            (15, r"[PTIpti]"),
        )
    ]
    return (sep, f[16]) if sum(good) >= 6 else None


def interchanges(text):
    """[(start, sep, rest after the 16th separator)] of every envelope; without any, the first ST that has an 835's shape."""
    found = []
    for m in re.finditer(r"(?i)ISA(?=[^A-Za-z0-9 \r\n])", text):
        seen = looks_like_isa(text, m.start())
        if seen:
            found.append((m.start(), *seen))
    if not found:
        m = re.search(r"(?i)(?:(?<![A-Za-z0-9])|(?<=\n))(?:ST|BPR)([^A-Za-z0-9\s])", text)
        if m:
            found.append((m.start(), m.group(1), None))
    return found


def terminator(text, sep):
    """The character that stands before segment tags most often; newline if only line ends do."""
    votes = Counter()
    for m in re.finditer(
        rf"(?i)(?:GS|ST|BPR|TRN|N1|N3|CLP|SVC|CAS|SE|DTM|REF|GE|IEA)(?={re.escape(sep)})", text
    ):
        before = text[max(0, m.start() - 40) : m.start()]
        bare = before.rstrip(" \t\r\n")
        last, gap = bare[-1:], before[len(bare) :]
        if last and last != sep and not last.isalnum() and last != '"':
            votes[last] += 1
        elif gap[:1] == "\t":  # a tab that ends segments, with line breaks behind it or without
            votes["\t"] += 1
        elif "\n" in gap or "\r" in gap:
            votes["\n"] += 1
    return votes.most_common(1)[0][0] if votes else "~"


def component(segs, isa16):
    """The separator that composites really use: the one of ISA16 if it is seen in SVC01 or PLB03, else the most frequent one."""
    votes = Counter()
    for seg in segs:
        for i in (1,) if seg[0] == "SVC" else (3, 5, 7, 9, 11, 13) if seg[0] == "PLB" else ():
            text = seg[i] if len(seg) > i else ""
            if isa16 and isa16 in text[1:]:
                votes[isa16] += 1
            else:
                votes.update(re.findall(r"(?<=^..)[^A-Za-z0-9 .-]", text))
    return votes.most_common(1)[0][0] if votes else isa16 or ":"


class Reader:
    """One file on its way through."""

    def __init__(self):
        self.payments, self.damage, self.control = [], [], []
        self.at, self.pay, self.claim, self.line, self.skip = 0, None, None, None, None
        self.comp, self.party = ":", None
        self.isa13, self.gs06, self.groups, self.sts = None, "", 0, 0

    def bad(self, reason):
        self.damage.append((self.at, reason))

    def note(self, reason):
        self.control.append((self.at, reason))

    def amount(self, seg, i, what, needed=True):
        text = seg[i] if len(seg) > i else ""
        value = cents(text)
        if value is None and (text or needed):
            self.bad(f"{what} absent" if not text else f"{what} is no amount: {text[:30]!r}")
        return value

    def open_payment(self):
        self.pay = {
            "bpr02": None,
            "bpr_seen": False,
            "bpr03": "",
            "bpr04": "",
            "trn02": "",
            "trn03": "",
            "bpr16": None,
            "payer": "",
            "payer_id": "",
            "payer_2u": "",
            "payee": "",
            "npi": "",
            "tin": "",
            "claims": [],
            "plb": [],
            "st": self.at,
            "st02": "",
        }
        self.claim = self.line = self.party = None
        self.payments.append(self.pay)

    def close(self, clean):
        if self.pay is None:
            return
        if not clean:
            self.bad("transaction without SE")
        if not self.pay["bpr_seen"]:
            self.bad("transaction without BPR")
        for key in ("trn02", "payer", "payee"):
            if not self.pay[key]:
                self.bad(f"transaction without {key}")
        self.pay = self.claim = self.line = self.party = None

    def get(self, seg, i):
        return seg[i] if len(seg) > i else ""

    def segment(self, seg):
        tag = seg[0]
        if self.skip and tag not in ("ST", "SE", "GS", "GE", "IEA", "ISA"):
            if tag not in ("BPR", "CLP"):
                return None
            self.bad(f"{tag} in a transaction that ST01 calls {self.skip}")
            self.skip = None
        if tag not in TAGS:
            return self.bad(f"unknown segment {tag[:12]!r}")
        if len(seg) - 1 > TAGS[tag] and any(seg[TAGS[tag] + 1 :]):
            self.bad(f"{tag} has {len(seg) - 1} elements")
        call = getattr(self, "on_" + tag, None)
        return call(seg) if call else None

    def on_ST(self, seg):
        self.close(False)
        kind, self.skip = self.get(seg, 1), None
        self.sts += 1
        if kind != "835":
            if re.fullmatch(r"(?:999|997|27[0-8]|820|837|834|824|864)", kind):
                self.skip = kind
                return
            self.bad(f"ST01 is {kind!r}")
        self.open_payment()
        self.pay["st02"] = self.get(seg, 2)

    def on_SE(self, seg):
        if self.skip:
            self.skip = None
            return
        if self.pay is None:
            return self.bad("SE without ST")
        if self.get(seg, 1).isdigit() and self.get(seg, 1).isascii():
            if int(self.get(seg, 1)[:9]) != self.at - self.pay["st"] + 1:
                self.note("SE01 count")
        else:
            self.bad("SE01 is no count")
        if self.get(seg, 2) != self.pay["st02"]:
            self.note("SE02 is not ST02")
        self.close(True)

    def on_ISA(self, seg):
        self.end_interchange()
        self.isa13, self.groups = self.get(seg, 13), 0

    def on_GS(self, seg):
        self.close(False)
        self.gs06, self.sts, self.groups = self.get(seg, 6), 0, self.groups + 1

    def on_GE(self, seg):
        self.close(False)
        if (self.get(seg, 1), self.get(seg, 2)) != (str(self.sts), self.gs06):
            self.note("GE01 count or GE02")

    def on_IEA(self, seg):
        self.close(False)
        if (self.get(seg, 1), self.get(seg, 2)) != (str(self.groups), self.isa13):
            self.note("IEA01 count or IEA02")
        self.isa13 = None

    def end_interchange(self):
        self.close(False)
        if self.isa13 is not None:
            self.note("ISA without IEA")
            self.isa13 = None

    def on_BPR(self, seg):
        if self.pay is None or self.pay["bpr_seen"]:
            self.bad("BPR without its own ST")
            if self.pay:
                self.close(False)
            self.open_payment()
        p = self.pay
        p["bpr_seen"], p["bpr02"], p["bpr03"], p["bpr04"] = (
            True,
            self.amount(seg, 2, "BPR02"),
            self.get(seg, 3),
            self.get(seg, 4),
        )
        p["bpr16"] = day(self.get(seg, 16))
        if p["bpr16"] is None:
            self.bad("BPR16 is no date")

    def need(self, seg, what="pay"):
        if getattr(self, what) is None:
            self.bad(f"{seg[0]} outside a {'transaction' if what == 'pay' else what}")
            return False
        return True

    def on_TRN(self, seg):
        if not self.need(seg):
            return
        if self.pay["trn02"]:
            return self.bad("second TRN")
        self.pay["trn02"], self.pay["trn03"] = self.get(seg, 2), self.get(seg, 3)

    def on_N1(self, seg):
        if not self.need(seg):
            return
        kind, name, qual, ident = (self.get(seg, i) for i in (1, 2, 3, 4))
        self.party = kind = kind.upper()
        key = {"PR": "payer", "PE": "payee"}.get(kind)
        if key is None:
            return self.bad(f"N1 of {kind!r}")
        if self.pay[key] and self.pay[key] != name:
            return self.bad(f"two N1*{kind} that differ")
        self.pay[key] = name or ident
        if kind == "PR" and not self.pay["payer_id"]:
            self.pay["payer_id"] = ident
        elif kind == "PE" and qual.upper() == "XX":
            self.pay["npi"] = ident
        elif kind == "PE" and qual.upper() == "FI":
            self.pay["tin"] = ident

    def on_REF(self, seg):
        if self.pay is None or self.claim is not None:
            return
        if self.party == "PR" and self.get(seg, 1).upper() == "2U":
            self.pay["payer_2u"] = self.get(seg, 2)
        if self.party == "PE" and self.get(seg, 1).upper() == "TJ":
            self.pay["tin"] = self.get(seg, 2)

    def on_CLP(self, seg):
        if not self.need(seg):
            return
        c = {
            "clp01": self.get(seg, 1),
            "status": self.get(seg, 2),
            "charge": self.amount(seg, 3, "CLP03"),
            "paid": self.amount(seg, 4, "CLP04"),
            "patient": self.amount(seg, 5, "CLP05", False),
            "clp07": self.get(seg, 7),
            "services": [],
            "cas": [],
            "dates": [],
            "name": "",
            "at": self.at,
        }
        if not c["clp01"]:
            self.bad("CLP01 absent")
        if c["status"] not in [
            "1",
            "2",
            "3",
            "4",
            "5",
            "10",
            "13",
            "15",
            "16",
            "17",
            "19",
            "20",
            "21",
            "22",
            "23",
            "25",
            "27",
        ]:  # 5010 and 4010
            self.bad(f"CLP02 is {c['status'][:10]!r}")
        if self.pay["plb"]:
            self.note("CLP after PLB")
        self.claim, self.line = c, None
        self.pay["claims"].append(c)

    def on_NM1(self, seg):
        if self.need(seg, "claim") and self.get(seg, 1).upper() == "QC":
            self.claim["name"] = self.get(seg, 3) + ", " + self.get(seg, 4)

    def split(self, text):
        return [x.strip(BLANK) for x in text.split(self.comp)]

    def on_SVC(self, seg):
        if not self.need(seg, "claim"):
            return
        parts = self.split(self.get(seg, 1))
        if len(parts) < 2 or not parts[1]:
            self.bad(f"SVC01 has no procedure code: {self.get(seg, 1)[:20]!r}")
        self.line = {
            "qualifier": parts[0],
            "code": parts[1] if len(parts) > 1 else "",
            "modifiers": parts[2:6],
            "charge": self.amount(seg, 2, "SVC02"),
            "paid": self.amount(seg, 3, "SVC03"),
            "cas": [],
            "dates": [],
        }
        self.claim["services"].append(self.line)

    def on_CAS(self, seg):
        if not self.need(seg, "claim"):
            return
        if self.get(seg, 1).upper() not in ("CO", "PR", "OA", "PI", "CR"):
            self.bad(f"CAS group {self.get(seg, 1)[:10]!r}")
        where, found = (self.line or self.claim)["cas"], 0
        for i in range(2, len(seg), 3):
            if any(seg[i : i + 3]):
                found += 1
                if not seg[i]:
                    self.bad("CAS amount or quantity without a reason")
                where.append((self.get(seg, 1), seg[i], self.amount(seg, i + 1, "CAS amount")))
        if not found:
            self.bad("CAS without a triple")

    def on_DTM(self, seg):
        kind = self.get(seg, 1)
        if kind not in ("472", "150", "151", "232", "233") or not self.need(seg, "claim"):
            return
        text = [x for x in seg[2:] if x and x.upper() not in ("D8", "RD8")]
        days = [day(x) for x in (text[0].split("-") if text else [])]
        if not days or None in days:
            return self.bad(f"DTM {kind} is no date: {text[:1]}")
        (self.line if self.line and kind in ("472", "150", "151") else self.claim)["dates"].append(
            (kind, *days)
        )

    def on_PLB(self, seg):
        if not self.need(seg):
            return
        if len(seg) < 5:
            self.bad("PLB without a pair")
        for i in range(3, len(seg), 2):
            if any(seg[i : i + 2]):
                parts = self.split(seg[i])
                if not re.fullmatch(r"\w\w", parts[0]):
                    self.bad(f"PLB reason {seg[i][:20]!r}")
                self.pay["plb"].append(
                    (
                        parts[0].upper(),
                        parts[1] if len(parts) > 1 else "",
                        self.amount(seg, i + 1, "PLB amount"),
                    )
                )


def read(data):
    """Everything that one file says, and everything in it that could not be understood."""
    text = decode(data).rstrip("\x1a\x00")
    r = Reader()
    found = interchanges(text)
    if not found:
        r.bad("no envelope and no transaction" if text.strip() else "nothing in the file")
    for n, (start, sep, rest) in enumerate(found):
        part = text[start : found[n + 1][0] if n + 1 < len(found) else len(text)]
        term = terminator(part, sep)
        if term != "\n":
            part = part.replace("\r", "").replace("\n", "")
        segs = [[e.strip(BLANK) for e in s.strip(" \t\r\n").split(sep)] for s in part.split(term)]
        for s in segs:
            s[0] = s[0].upper()
        isa16 = (
            re.split(r"(?i)(?:GS|ST|TA1|ISA)", rest)[0][:2].replace(term, "").strip(BLANK)[:1] if rest else ""
        )
        r.comp = component(segs, isa16)
        if isa16 and r.comp != isa16:
            r.note("ISA16 is not the separator in use")
        if rest is None:
            r.note("no ISA")
        for s in segs:
            if s != [""]:
                r.at += 1
                r.segment(s)
        r.end_interchange()
    if not r.payments and not r.damage and not any(s[0] == "ST" for s in segs):
        r.bad("no transaction in the file")
    for p in r.payments:
        p["balance"] = balance([p])
    return {"payments": r.payments, "damage": r.damage, "control": r.control}


def total(values):
    """Sum, None as soon as one is unknown."""
    values = list(values)
    return None if None in values else sum(values)


def balance(payments):
    """BPR02 - (sum CLP04 - sum PLB) of the remittances of one check, BPR02 taken once; None if a part is unknown."""
    paid = total(c["paid"] for p in payments for c in p["claims"])
    plb = total(a for p in payments for _, _, a in p["plb"])
    bpr = payments[0]["bpr02"]
    return None if None in (paid, plb, bpr) else bpr - (paid - plb)


def claim_balance(c):
    """CLP03 - sum CAS (claim and lines) - CLP04; None if a part is unknown."""
    cas = total(a for holder in [c, *c["services"]] for _, _, a in holder["cas"])
    return None if None in (c["charge"], c["paid"], cas) else c["charge"] - cas - c["paid"]


def service_balance(s):
    """SVC02 - sum CAS of the line - SVC03; None if a part is unknown."""
    cas = total(a for _, _, a in s["cas"])
    return None if None in (s["charge"], s["paid"], cas) else s["charge"] - cas - s["paid"]


def identity(p):
    """The check: TRN02, TRN03, BPR02, BPR16, payee."""
    return p["trn02"], p["trn03"], p["bpr02"], p["bpr16"], p["npi"] or p["tin"] or p["payee"]


def content(p):
    """What is in a remittance, to tell a copy from a further part of one check."""
    claims = sorted(
        repr((c["clp01"], c["status"], c["charge"], c["paid"], c["clp07"], c["cas"], c["services"]))
        for c in p["claims"]
    )
    return identity(p), tuple(claims), tuple(sorted(map(repr, p["plb"])))


def payer_key(p):
    return p["payer_id"] or p["payer_2u"] or p["payer"]


def open_balances(payments):
    """Cents still to be recovered by payer. FB nets over all references of a payer (parts and chains); a negative WO is
    open until positive WO of the same reference follow; a positive WO without an announcement opens nothing."""
    fb, wo = Counter(), Counter()
    for p in sorted(payments, key=lambda q: q["bpr16"] or ""):
        for reason, ref, amount in p["plb"]:
            if reason == "FB" and amount:
                fb[payer_key(p)] -= amount
            elif reason == "WO" and amount:
                key = (payer_key(p), ref)
                wo[key] = max(0, wo[key] - amount)
    out = Counter({k: v for k, v in fb.items() if v > 0})
    for (payer, _), v in wo.items():
        out[payer] += v
    return {k: v for k, v in out.items() if v}


def book(files):
    """Totals over {name: bytes}: copies of a remittance set aside, parts of one check kept, BPR02 of a check counted once."""
    seen, kept, checks, damage, control, copies = set(), [], {}, [], [], 0
    for name, data in files.items():
        got = read(data)
        damage += [(name, *d) for d in got["damage"]]
        control += [(name, *d) for d in got["control"]]
        for p in got["payments"]:
            if content(p) in seen:
                copies += 1
                continue
            seen.add(content(p))
            kept.append(p)
            checks.setdefault(identity(p), []).append(p)
    claims = [c for p in kept for c in p["claims"]]
    return {
        "payments": len(kept),
        "checks": len(checks),
        "claims": len(claims),
        "paid": sum(c["paid"] or 0 for c in claims),
        "money": sum(k[2] or 0 for k in checks),
        "open": open_balances(kept),
        "copies": copies,
        "damage": damage,
        "control": control,
        "balances": {k: balance(v) if len(v) > 1 else v[0]["balance"] for k, v in checks.items()},
        "kept": kept,
    }
