"""The contracts of what receipts for claims say: files (999, 997), sets, errors, and the status of claims (277CA)."""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

TEXT, CENTS, COUNT, DATE = Kind.TEXT, Kind.CENTS, Kind.COUNT, Kind.DATE
OPEN, DESK, PHI = Privacy.OPEN, Privacy.DESK, Privacy.PHI

# one row per ST of a 999, 997 or 277CA
ACKNOWLEDGMENTS = contract(
    ("acknowledgment_id", COUNT, "Receipt no.", "order of the ST in its file, from 0", DESK),
    ("kind", TEXT, "Kind", "ST01: 999, 997 or 277", OPEN),
    ("isa_control", TEXT, "Interchange control no.", "ISA13", DESK),
    ("isa_sender", TEXT, "Sender", "ISA06", DESK),
    ("isa_receiver", TEXT, "Receiver", "ISA08", DESK),
    ("isa_date", DATE, "Interchange date", "ISA09", OPEN),
    ("st_control", TEXT, "Transaction control no.", "ST02", DESK),
    ("group_kind", TEXT, "Group", "AK101: the functional group that is acknowledged, HC for claims", OPEN),
    ("group_control", TEXT, "Group control no.", "AK102: GS06 of what is acknowledged", DESK),
    ("outcome", TEXT, "Outcome", "AK901: A accepted, E with errors, P in part, R M W X rejected", OPEN),
    ("sets_stated", COUNT, "Sets stated", "AK902", OPEN),
    ("sets_received", COUNT, "Sets received", "AK903", OPEN),
    ("sets_accepted", COUNT, "Sets accepted", "AK904", OPEN),
    ("is_whole", Kind.FLAG, "Whole", "false where the ST has no SE: the file was cut", OPEN),
    ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI),
    ("source_row", COUNT, "Segment", "number of the segment in its file, from 1", DESK),
)
# one row per AK2 .. AK5 (IK5) of a 999 or 997: one transaction that was acknowledged
SETS = contract(
    ("acknowledgment_id", COUNT, "Receipt no.", "the ST it stands in", DESK),
    ("set_id", COUNT, "Set no.", "order of the AK2 in its file, from 0", DESK),
    ("set_kind", TEXT, "Set", "AK201: 837 and the like", OPEN),
    ("set_control", TEXT, "Set control no.", "AK202: ST02 of what is acknowledged", DESK),
    ("outcome", TEXT, "Outcome", "IK501: A accepted, E with errors, R M W X rejected", OPEN),
    ("reasons", TEXT, "Reasons", "IK502-06, one blank between", OPEN),
    ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI),
    ("source_row", COUNT, "Segment", "number of the segment in its file, from 1", DESK),
)
# one row per IK3 or IK4 of a 999: one error in a segment or element
ERRORS = contract(
    ("acknowledgment_id", COUNT, "Receipt no.", "the ST it stands in", DESK),
    ("set_id", COUNT, "Set no.", "the AK2 it stands in", DESK),
    ("segment", TEXT, "Segment id", "IK301 of what is acknowledged", OPEN),
    ("place", COUNT, "Place", "IK302: number of that segment in its set", DESK),
    ("loop", TEXT, "Loop", "IK303", OPEN),
    ("element", TEXT, "Element", "IK401; null for an error of the whole segment", OPEN),
    ("code", TEXT, "Error", "IK304, or IK403 of an element", OPEN),
    ("value", TEXT, "What stood there", "IK404", PHI),
    ("context", TEXT, "Context", "CTX, as sent: may name the claim", PHI),
    ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI),
    ("source_row", COUNT, "Segment", "number of the segment in its file, from 1", DESK),
)
# one row per status (one composite of an STC) of a 277CA, at whatever level it stands
STATUSES = contract(
    ("acknowledgment_id", COUNT, "Receipt no.", "the ST it stands in", DESK),
    ("level", TEXT, "Level", "HL03 in words: source, receiver, provider, claim; line below a SVC", OPEN),
    (
        "claim_id",
        COUNT,
        "Claim no.",
        "order of the claim (HL of level PT) in its file, from 0; null above",
        DESK,
    ),
    ("outcome", TEXT, "Outcome", "STC03: WQ accepted, U rejected; null where it is not said", OPEN),
    ("category", TEXT, "Category", "STC01-1, STC10-1 or STC11-1: A0 to A8 and the like", OPEN),
    ("status", TEXT, "Status", "the second component: claim status code", OPEN),
    ("entity", TEXT, "Entity", "the third component: whom it is about", OPEN),
    ("status_date", DATE, "Date", "STC02", OPEN),
    ("amount_cents", CENTS, "Amount", "STC04: what was charged", OPEN),
    ("message", TEXT, "Message", "STC12, the sender's own words", PHI),
    ("patient_control_number", TEXT, "Account no.", "TRN02 of the claim, which echoes CLM01", PHI),
    ("payer_claim_number", TEXT, "Payer's claim no.", "REF*1K of the claim", PHI),
    ("clearinghouse_number", TEXT, "Clearinghouse's no.", "REF*D9 of the claim", PHI),
    ("bill_type", TEXT, "Bill type", "REF*BLT of the claim", OPEN),
    ("service_from", DATE, "Service from", "DTP*472 of the claim, the first day of a period", DESK),
    ("service_through", DATE, "Service through", "the last day of it", DESK),
    ("provider_npi", TEXT, "Provider NPI", "NM1*85 09 with qualifier XX above the claim", OPEN),
    ("payer_name", TEXT, "Payer", "NM1*PR 03", OPEN),
    ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI),
    ("source_row", COUNT, "Segment", "number of the segment in its file, from 1", DESK),
)
# one row per segment that no column above holds
ASIDE = contract(
    ("acknowledgment_id", COUNT, "Receipt no.", "the ST it stands in; null outside any", DESK),
    ("segment", TEXT, "Segment id", "the id of the segment", OPEN),
    ("reason", TEXT, "Why", "a code of ASIDE_REASONS", OPEN),
    ("text", TEXT, "Text", "what stands there, at most 200 characters", PHI),
    ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI),
    ("source_row", COUNT, "Segment", "number of the segment in its file, from 1", DESK),
)
# `True` is damage, `False` information
ASIDE_REASONS = {
    "no column": (False, "a segment of the receipt that the tables have no column for"),
    "another transaction": (False, "a segment of a transaction that is no receipt"),
    "not an amount": (True, "text where an amount in whole cents belongs"),
    "not a date": (True, "text where a date belongs"),
    "not a number": (True, "text where a number belongs"),
    "no outcome": (True, "a receipt or status that does not say what it decides"),
    "counts differ": (True, "an SE that counts other segments, or bears another control number, than its ST"),
    "out of place": (True, "a segment outside any receipt, set or claim"),
    "cut": (True, "the file ends inside this segment or before the SE"),
    "damaged": (True, "text that is no X12 segment"),
}
