"""Dune Road Physical Therapy: clearinghouse only; file summaries and loose remittances."""

from . import dune_facts, era_defects, era_files, file_summary, money_oddities, par_report
from .claims import answer_claims
from .dune_claims import NONPAR, PAR, submit
from .people import make_patients
from .profiles import DUNE
from .remits import group_answers
from .x12 import Style, interchange


def build(world):
    """Write the practice's folder and state its facts; returns a payment to be misfiled elsewhere."""
    people = make_patients(world, DUNE, [*PAR, *NONPAR], 8, 30001)
    claims = submit(world, DUNE, people)
    remits = group_answers(DUNE, answer_claims(world, claims))
    told = {"files": file_summary.write_all(world, DUNE, claims)}
    par_report.write(world, DUNE)
    held = _archive(world, remits, told)
    _acknowledgment(world)
    money_oddities.dune(world, told)
    dune_facts.state_all(world, claims, held, told)
    return era_defects.of_payer(remits, "tidal")[3]


def _archive(world, remits, told):
    remits, told["gap"] = era_defects.drop_months(remits, "medicare", {"2026-04"})
    own = era_defects.of_payer
    slipped = own(remits, "anthem")[6]
    slipped.slip = 1237
    whole = next(r for r in own(remits, "anthem")[8:] if _both_halves_pay(r))
    told["slip"], told["split"] = slipped, whole
    told["cut"] = next(r for r in own(remits, "medicare")[10:] if r is not whole and len(r.answers) >= 2)
    parts = era_defects.split_check(whole)
    plain = [r for r in remits if r is not whole and r is not told["cut"]]
    files = era_files.make_files([*plain, *parts], 2200114407)
    era_files.place_loose(world, DUNE, files[::2])
    era_files.place_loose(world, DUNE, files[1::2], suffix="-2026-08-29-14-02-55-310")
    world.odd(f"{DUNE.slug}/era/*-2026-08-29-14-02-55-310.*", "the portal's download suffix behind the name")
    _cut(world, told)
    _joined(world, remits, told)
    told["names"] = [f.name for f in files[-2:]]
    world.odd(
        f"{DUNE.slug}/era/{told['names'][0]} (and the next file)",
        "one check in two files, each states the whole BPR02",
    )
    return [*plain, whole]


def _both_halves_pay(remit):
    half = len(remit.answers) // 2
    return half > 0 and all(
        sum(a.paid for a in part) > 0 for part in (remit.answers[:half], remit.answers[half:])
    )


def _cut(world, told):
    file = era_files.make_file([told["cut"]], 2200990018)
    start = file.raw.rindex(b"CLP*")
    file.raw = file.raw[: start + 21]
    era_files.place_loose(world, DUNE, [file])
    told["cut_name"] = file.name
    world.odd(f"{DUNE.slug}/era/{file.name}", "cut in the middle of its last CLP; the text version is whole")


def _joined(world, remits, told):
    """One more file: prose, then two interchanges with different separators, both held already."""
    first, second = (
        next(r for r in era_defects.of_payer(remits, k)[1:] if r.amount > 0) for k in ("tidal", "aetna")
    )
    mail = "Forwarded by front desk - see below\r\n\r\n"
    text = (
        mail
        + interchange([first], 771, Style(end="~\n"))
        + interchange([second], 772, Style(element="|", part="^", end="\n"))
    )
    world.path(DUNE.slug, "era", "email attachment.txt").write_text(text, encoding="latin-1")
    told["again"] = (first, second)
    world.odd(
        f"{DUNE.slug}/era/email attachment.txt",
        "prose before the ISA, two interchanges with different separators in one .txt; both payments are held already",
    )


def _acknowledgment(world):
    segments = (
        "ISA*00*          *00*          *ZZ*330897513      *ZZ*DUNEROAD       "
        "*260623*1902*^*00501*000000771*0*P*:~GS*FA*OA*DUNE*20260623*1902*771*X*005010X231A1~"
        ""
        "ST*999*0001*005010X231A1~AK1*HC*771*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~AK9*A*1*1*1~SE*6*0001~GE*1*771~IEA*1*000000771~"
    )
    world.path(DUNE.slug, "submissions", "2290020275_DUNE-ROA_0623.999_999.999").write_text(
        segments, encoding="ascii"
    )
    world.odd(f"{DUNE.slug}/submissions/", "a 999 beside the file summaries")
