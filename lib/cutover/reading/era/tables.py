"""The contracts of the canonical tables: one grain each, every column with its type, meaning and privacy.

Remittance tables follow the 835 (005010X221A1); the element a column comes from stands in its meaning.
`payment_id`, `claim_id` and `service_id` count from 0 within one content (one 835 file) and, together with
`content` (the sha256 of its bytes), name a row anywhere.
"""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

TEXT, CENTS, COUNT, NUMBER, DATE, FLAG = (
    Kind.TEXT,
    Kind.CENTS,
    Kind.COUNT,
    Kind.NUMBER,
    Kind.DATE,
    Kind.FLAG,
)
OPEN, DESK, PHI = Privacy.OPEN, Privacy.DESK, Privacy.PHI


_ORIGIN = contract(
    ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI),
    ("source_row", COUNT, "Segment", "number of the segment in its file, from 1", DESK),
)

# one row per ST of an 835
PAYMENTS = contract(
    ("payment_id", COUNT, "Payment no.", "order of the ST in its file, from 0", DESK),
    ("interchange", COUNT, "Interchange", "order of the ISA in its file, from 0", DESK),
    ("isa_sender", TEXT, "Sender", "ISA06", DESK),
    ("isa_receiver", TEXT, "Receiver", "ISA08", DESK),
    ("isa_date", DATE, "Interchange date", "ISA09", OPEN),
    ("isa_control", TEXT, "Interchange control no.", "ISA13", DESK),
    ("gs_control", TEXT, "Group control no.", "GS06", DESK),
    ("gs_version", TEXT, "Version", "GS08", OPEN),
    ("st_control", TEXT, "Transaction control no.", "ST02", DESK),
    ("se_control", TEXT, "SE control no.", "SE02; null where the SE is missing", DESK),
    ("se_segments_stated", COUNT, "Segments stated", "SE01", DESK),
    ("se_segments_counted", COUNT, "Segments counted", "segments ST..SE inclusive", DESK),
    ("ge_control", TEXT, "GE control no.", "GE02", DESK),
    ("ge_transactions_stated", COUNT, "Transactions stated", "GE01", DESK),
    ("ge_transactions_counted", COUNT, "Transactions counted", "ST in the group", DESK),
    ("iea_control", TEXT, "IEA control no.", "IEA02", DESK),
    ("iea_groups_stated", COUNT, "Groups stated", "IEA01", DESK),
    ("iea_groups_counted", COUNT, "Groups counted", "GS in the interchange", DESK),
    ("is_whole", FLAG, "Whole", "false where the ST has no SE of its own: the file was cut", OPEN),
    ("counts_agree", FLAG, "Counts agree", "SE, GE and IEA counts and control numbers all as counted", OPEN),
    ("handling_code", TEXT, "Handling", "BPR01", OPEN),
    ("paid_cents", CENTS, "Paid", "BPR02, negative where BPR03 is D", OPEN),
    ("credit_debit", TEXT, "Credit or debit", "BPR03", OPEN),
    ("method", TEXT, "Method", "BPR04: ACH, CHK, NON, BOP, FWT", OPEN),
    ("payment_date", DATE, "Payment date", "BPR16", OPEN),
    ("trace_number", TEXT, "Check or EFT no.", "TRN02", DESK),
    ("originator_id", TEXT, "Originator", "TRN03", DESK),
    ("production_date", DATE, "Production date", "DTM*405", OPEN),
    ("receiver_id", TEXT, "Receiver id", "REF*EV", DESK),
    ("payer_name", TEXT, "Payer", "N1*PR 02", OPEN),
    ("payer_id", TEXT, "Payer id", "N1*PR 04", OPEN),
    ("payer_id_2u", TEXT, "Payer id (2U)", "REF*2U in the payer's loop", OPEN),
    ("payee_name", TEXT, "Payee", "N1*PE 02", OPEN),
    ("payee_npi", TEXT, "Payee NPI", "N1*PE 04 with qualifier XX", OPEN),
    ("payee_tin", TEXT, "Payee Tax ID", "N1*PE 04 with qualifier FI, else REF*TJ; may be an SSN", DESK),
    ("payee_id_pq", TEXT, "Payee id (PQ)", "REF*PQ in the payee's loop", DESK),
    ("claim_count", COUNT, "Claims", "CLP in the ST", OPEN),
    ("claims_paid_cents", CENTS, "Paid on claims", "sum of CLP04", OPEN),
    ("provider_adjustment_cents", CENTS, "Provider adjustments", "sum of PLB amounts; positive lowers", OPEN),
    (
        "difference_cents",
        CENTS,
        "Difference",
        "BPR02 - (sum of CLP04 - sum of PLB); null: an amount is",
        OPEN,
    ),
    ("is_balanced", FLAG, "Balanced", "difference is 0; null where it is not known", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

_PERSONS = (
    ("patient", "Patient", "NM1*QC", PHI),
    ("insured", "Insured", "NM1*IL", PHI),
    ("corrected", "Corrected patient or insured", "NM1*74", PHI),
    ("rendering", "Rendering provider", "NM1*82", DESK),
    ("other_subscriber", "Other subscriber", "NM1*GB", PHI),
)
_NAME_PARTS = (
    ("last_name", "last name", "03"),
    ("first_name", "first name", "04"),
    ("middle_name", "middle name", "05"),
    ("suffix", "suffix", "07"),
    ("id_qualifier", "id qualifier", "08"),
    ("id", "id", "09"),
)

# qualifier -> column stem; what is not listed goes to `unread`
CLAIM_AMOUNTS = {
    "AU": "coverage",
    "D8": "discount",
    "DY": "per_day_limit",
    "F5": "patient_paid",
    "I": "interest",
    "NL": "negative_ledger",
    "T": "tax",
    "T2": "total_before_taxes",
    "ZK": "federal_zk",
    "ZL": "federal_zl",
    "ZM": "federal_zm",
    "ZN": "federal_zn",
    "ZO": "federal_zo",
}
CLAIM_REFERENCES = {
    "1L": "group_number",
    "1W": "member_id",
    "28": "employee_id",
    "6P": "insured_group_number",
    "9A": "repriced_claim_number",
    "9C": "adjusted_repriced_claim_number",
    "BB": "authorization_number",
    "CE": "contract_class",
    "EA": "medical_record_number",
    "F8": "original_reference_number",
    "G1": "prior_authorization_number",
    "G3": "predetermination_number",
    "IG": "policy_number",
    "SY": "social_security_number",
    "0B": "state_license_number",
    "1A": "blue_cross_provider_number",
    "1B": "blue_shield_provider_number",
    "1C": "medicare_provider_number",
    "1D": "medicaid_provider_number",
    "1G": "provider_upin",
    "1H": "champus_number",
    "1J": "facility_id",
    "D3": "ncpdp_number",
    "G2": "provider_commercial_number",
    "LU": "location_number",
}
_PROVIDER_REFERENCES = ("0B", "1A", "1B", "1C", "1D", "1G", "1H", "1J", "D3", "G2", "LU")
INPATIENT = {  # MIA element -> column, kind
    1: ("covered_days", COUNT),
    2: ("pps_operating_outlier_cents", CENTS),
    3: ("lifetime_psychiatric_days", COUNT),
    4: ("drg_cents", CENTS),
    6: ("disproportionate_share_cents", CENTS),
    7: ("msp_pass_through_cents", CENTS),
    8: ("pps_capital_cents", CENTS),
    9: ("pps_capital_fsp_drg_cents", CENTS),
    10: ("pps_capital_hsp_drg_cents", CENTS),
    11: ("pps_capital_dsh_drg_cents", CENTS),
    12: ("old_capital_cents", CENTS),
    13: ("pps_capital_ime_cents", CENTS),
    14: ("pps_operating_hospital_drg_cents", CENTS),
    15: ("cost_report_days", COUNT),
    16: ("pps_operating_federal_drg_cents", CENTS),
    17: ("pps_capital_exception_cents", CENTS),
    18: ("indirect_teaching_cents", CENTS),
    19: ("nonpayable_professional_cents", CENTS),
    24: ("pps_capital_outlier_cents", CENTS),
}
OUTPATIENT = {  # MOA element -> column, kind
    1: ("reimbursement_rate", NUMBER),
    2: ("hcpcs_payable_cents", CENTS),
    8: ("esrd_cents", CENTS),
    9: ("nonpayable_professional_cents", CENTS),
}
INPATIENT_REMARKS, OUTPATIENT_REMARKS = (5, 20, 21, 22, 23), (3, 4, 5, 6, 7)

# one row per CLP
CLAIMS = contract(
    ("claim_id", COUNT, "Claim no.", "order of the CLP in its file, from 0", DESK),
    ("payment_id", COUNT, "Payment no.", "the ST it stands in", DESK),
    ("patient_control_number", TEXT, "Account no.", "CLP01, as the payer echoes it: may be truncated", PHI),
    ("status", TEXT, "Status", "CLP02", OPEN),
    ("charge_cents", CENTS, "Charged", "CLP03", OPEN),
    ("paid_cents", CENTS, "Paid", "CLP04", OPEN),
    ("patient_responsibility_cents", CENTS, "Patient responsibility", "CLP05", OPEN),
    ("filing_code", TEXT, "Filing code", "CLP06", OPEN),
    ("payer_claim_number", TEXT, "Payer's claim no.", "CLP07", PHI),
    ("facility_code", TEXT, "Place of service", "CLP08", OPEN),
    ("frequency_code", TEXT, "Frequency", "CLP09", OPEN),
    ("drg", TEXT, "DRG", "CLP11", OPEN),
    ("drg_weight", NUMBER, "DRG weight", "CLP12", OPEN),
    *[
        (f"{stem}_{part}", TEXT, f"{who}: {label}", f"{segment} {element}", privacy)
        for stem, who, segment, privacy in _PERSONS
        for part, label, element in _NAME_PARTS
    ],
    ("crossover_payer_name", TEXT, "Forwarded to", "NM1*TT 03", OPEN),
    ("crossover_payer_id", TEXT, "Forwarded to: id", "NM1*TT 09", OPEN),
    ("corrected_payer_name", TEXT, "Corrected priority payer", "NM1*PR 03", OPEN),
    ("corrected_payer_id", TEXT, "Corrected priority payer: id", "NM1*PR 09", OPEN),
    ("statement_from", DATE, "Statement from", "DTM*232", DESK),
    ("statement_through", DATE, "Statement through", "DTM*233", DESK),
    ("coverage_expired", DATE, "Coverage expired", "DTM*036", PHI),
    ("received_date", DATE, "Received by payer", "DTM*050", DESK),
    *[
        (f"{stem}_cents", CENTS, stem.replace("_", " ").capitalize(), f"AMT*{qualifier}", OPEN)
        for qualifier, stem in CLAIM_AMOUNTS.items()
    ],
    *[
        (
            stem,
            TEXT,
            stem.replace("_", " ").capitalize(),
            f"REF*{qualifier}",
            DESK if qualifier in _PROVIDER_REFERENCES else PHI,
        )
        for qualifier, stem in CLAIM_REFERENCES.items()
    ],
    *[
        (f"inpatient_{name}", kind, name.removesuffix("_cents").replace("_", " "), f"MIA{n:02d}", DESK)
        for n, (name, kind) in INPATIENT.items()
    ],
    *[
        (f"outpatient_{name}", kind, name.removesuffix("_cents").replace("_", " "), f"MOA{n:02d}", DESK)
        for n, (name, kind) in OUTPATIENT.items()
    ],
    ("remark_codes", TEXT, "Remarks", "MIA05, 20-23 and MOA03-07, in order, one blank between", OPEN),
    ("service_count", COUNT, "Service lines", "SVC in the claim", OPEN),
    ("claim_adjustment_cents", CENTS, "Adjusted on the claim", "sum of CAS at claim level", OPEN),
    ("service_adjustment_cents", CENTS, "Adjusted on lines", "sum of CAS at service level", OPEN),
    ("services_paid_cents", CENTS, "Paid on lines", "sum of SVC03; null where there is no SVC", OPEN),
    ("difference_cents", CENTS, "Difference", "CLP03 - all CAS - CLP04; null: an amount is", OPEN),
    ("is_balanced", FLAG, "Balanced", "difference is 0; null where it is not known", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

SERVICE_AMOUNTS = {
    "B6": "allowed",
    "KH": "late_filing_reduction",
    "T": "tax",
    "T2": "total_before_taxes",
    "ZK": "federal_zk",
    "ZL": "federal_zl",
    "ZM": "federal_zm",
    "ZN": "federal_zn",
    "ZO": "federal_zo",
}
SERVICE_REFERENCES = {
    "6R": "line_control_number",
    "1S": "ambulatory_patient_group",
    "APC": "ambulatory_payment_classification",
    "BB": "authorization_number",
    "E9": "attachment_code",
    "G1": "prior_authorization_number",
    "G3": "predetermination_number",
    "LU": "location_number",
    "RB": "rate_code",
    "0B": "state_license_number",
    "1A": "blue_cross_provider_number",
    "1B": "blue_shield_provider_number",
    "1C": "medicare_provider_number",
    "1D": "medicaid_provider_number",
    "1G": "provider_upin",
    "1H": "champus_number",
    "1J": "facility_id",
    "D3": "ncpdp_number",
    "G2": "provider_commercial_number",
    "HPI": "rendering_npi",
    "SY": "provider_social_security_number",
    "TJ": "provider_tin",
    "0K": "policy_form",
}
_PATIENT_SERVICE_REFERENCES = ("6R", "BB", "G1", "G3", "SY", "TJ")

# one row per SVC
SERVICES = contract(
    ("service_id", COUNT, "Line no.", "order of the SVC in its file, from 0", DESK),
    ("claim_id", COUNT, "Claim no.", "the CLP it stands in", DESK),
    ("payment_id", COUNT, "Payment no.", "the ST it stands in", DESK),
    ("code_qualifier", TEXT, "Code set", "SVC01-1", OPEN),
    ("procedure_code", TEXT, "Procedure", "SVC01-2", OPEN),
    *[(f"modifier_{n}", TEXT, f"Modifier {n}", f"SVC01-{n + 2}", OPEN) for n in (1, 2, 3, 4)],
    ("charge_cents", CENTS, "Charged", "SVC02", OPEN),
    ("paid_cents", CENTS, "Paid", "SVC03", OPEN),
    ("revenue_code", TEXT, "Revenue code", "SVC04", OPEN),
    ("paid_units", NUMBER, "Units paid", "SVC05", OPEN),
    ("original_code_qualifier", TEXT, "Original code set", "SVC06-1", OPEN),
    ("original_procedure_code", TEXT, "Original procedure", "SVC06-2", OPEN),
    ("original_units", NUMBER, "Units billed", "SVC07", OPEN),
    ("service_date", DATE, "Service date", "DTM*472, else 150", DESK),
    ("service_end", DATE, "Service end", "DTM*151", DESK),
    *[
        (f"{stem}_cents", CENTS, stem.replace("_", " ").capitalize(), f"AMT*{qualifier}", OPEN)
        for qualifier, stem in SERVICE_AMOUNTS.items()
    ],
    *[
        (
            stem,
            TEXT,
            stem.replace("_", " ").capitalize(),
            f"REF*{qualifier}",
            PHI if qualifier in _PATIENT_SERVICE_REFERENCES else DESK,
        )
        for qualifier, stem in SERVICE_REFERENCES.items()
    ],
    ("remark_codes", TEXT, "Remarks", "LQ*HE 02 and LQ*RX 02, in order, one blank between", OPEN),
    ("adjustment_cents", CENTS, "Adjusted", "sum of CAS of the line", OPEN),
    ("difference_cents", CENTS, "Difference", "SVC02 - CAS of the line - SVC03; null: an amount is", OPEN),
    ("is_balanced", FLAG, "Balanced", "difference is 0; null where it is not known", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per triple of a CAS
ADJUSTMENTS = contract(
    ("payment_id", COUNT, "Payment no.", "the ST it stands in", DESK),
    ("claim_id", COUNT, "Claim no.", "the CLP it stands in", DESK),
    ("service_id", COUNT, "Line no.", "the SVC it stands in; null at claim level", DESK),
    ("level", TEXT, "Level", "claim or service", OPEN),
    ("group_code", TEXT, "Group", "CAS01: CO, PR, OA, PI, CR", OPEN),
    ("reason_code", TEXT, "Reason", "CAS02, 05, 08, 11, 14, 17", OPEN),
    (
        "amount_cents",
        CENTS,
        "Amount",
        "CAS03, 06 ...; positive lowers the payment; null: not an amount",
        OPEN,
    ),
    ("quantity", NUMBER, "Quantity", "CAS04, 07 ...", OPEN),
    ("triple", COUNT, "Triple", "its place in the CAS, 1 to 6", DESK),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per reason and amount of a PLB
PROVIDER_ADJUSTMENTS = contract(
    ("payment_id", COUNT, "Payment no.", "the ST it stands in", DESK),
    ("provider_id", TEXT, "Provider", "PLB01", DESK),
    ("fiscal_date", DATE, "Fiscal period end", "PLB02", OPEN),
    ("reason_code", TEXT, "Reason", "PLB03-1, 05-1 ...", OPEN),
    ("reference", TEXT, "Reference", "PLB03-2, 05-2 ...: may hold a claim number", PHI),
    ("amount_cents", CENTS, "Amount", "PLB04, 06 ...; positive lowers the payment, negative raises it", OPEN),
    ("pair", COUNT, "Pair", "its place in the PLB, 1 to 6", DESK),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per thing that the reader set aside: a segment or element without a column, or text outside any 835
UNREAD = contract(
    ("interchange", COUNT, "Interchange", "order of the ISA in its file; null outside any", DESK),
    ("payment_id", COUNT, "Payment no.", "the ST it stands in; null outside any", DESK),
    ("segment", TEXT, "Segment id", "the id of the segment, null where there is none", OPEN),
    ("element", COUNT, "Element", "the element alone, null for a whole segment", DESK),
    ("reason", TEXT, "Why", "a code of UNREAD_REASONS", OPEN),
    ("byte", COUNT, "Byte", "where it begins in the file, from 0", DESK),
    ("text", TEXT, "Text", "what stands there, at most 200 characters", PHI),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)
# what is only informative (no column, nothing wrong) and what is damage, kept apart: `True` is damage
UNREAD_REASONS = {
    "no column": (False, "a segment or qualifier of the 835 that the tables have no column for"),
    "repeated": (False, "a second value for a column that holds one; the first is in its column"),
    "not an amount": (True, "text where an amount in whole cents belongs"),
    "not a date": (True, "text where a date belongs"),
    "not a number": (True, "text where a number belongs"),
    "not a segment of the 835": (True, "a segment id that the 835 does not have"),
    "out of place": (True, "a segment where the 835 cannot have it, such as a CAS before any claim"),
    "outside an interchange": (True, "text before the first ISA or after an IEA"),
    "cut": (True, "the file ends inside this segment or before its SE, GE or IEA"),
    "not an 835": (False, "a transaction of another kind, named in the text"),
    "unreadable interchange": (True, "an interchange whose delimiters cannot be known"),
}

# one row per file of a practice's `era` folder: loose, or a member of a zip (the zip itself has a row too)
ARCHIVE_FILES = contract(
    ("source_file", TEXT, "File", "path below the practice's folder; inside a zip after a `!`", PHI),
    ("container", TEXT, "Container", "the zip it stands in, null for a loose file", PHI),
    ("bytes", COUNT, "Size", "bytes, unpacked", OPEN),
    ("content", TEXT, "Content", "sha256 of its bytes; null where it was not read", DESK),
    (
        "kind",
        TEXT,
        "Kind",
        "835, text ERA, zip, 997, 999, 837, 277, TA1, file summary, system file, empty, unknown",
        OPEN,
    ),
    ("state", TEXT, "State", "read, duplicate, not an ERA, unreadable, refused", OPEN),
    ("reason", TEXT, "Why", "what was found and what to do, where it was not simply read", DESK),
    ("duplicate_of", TEXT, "Copy of", "the source_file counted in its stead", PHI),
    ("file_id", TEXT, "File ID", "FILEID of the name, null where the name has none", DESK),
    ("name_date", DATE, "Date in the name", "YYYYMMDD of the name; its meaning is not documented", OPEN),
    ("payment_count", COUNT, "Payments", "ST of an 835, checks of a text ERA; null for other kinds", OPEN),
    ("paid_cents", CENTS, "Paid", "their sum, null for other kinds", OPEN),
    ("paired_with", TEXT, "Paired with", "the 835 of a text, the text of an 835, by content or File ID", PHI),
)

# one row per check summary of a text ERA
TEXT_CHECKS = contract(
    ("check_id", COUNT, "Check", "its order in the text, from 0", DESK),
    ("check_number", TEXT, "Check or EFT no.", "null where blank", DESK),
    ("amount_cents", CENTS, "Amount", "", OPEN),
    ("claims_stated", COUNT, "Claims stated", "# Claims", OPEN),
    ("payee_id", TEXT, "Payee NPI or Tax ID", "", DESK),
    ("payee_name", TEXT, "Payee", "", OPEN),
    ("check_date", DATE, "Date", "", OPEN),
    ("payer_name", TEXT, "Payer", "of its claims", OPEN),
    ("claims_counted", COUNT, "Claims counted", "claim blocks under this check", OPEN),
    ("claims_paid_cents", CENTS, "Paid on claims", "sum of the claim blocks", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per base name and content, where a name stands for different bytes
NAME_CONFLICTS = contract(
    ("name", TEXT, "Name", "without folder and zip", PHI),
    ("contents", COUNT, "Contents", "how many different ones bear the name", OPEN),
    ("content", TEXT, "Content", "sha256 of its bytes", DESK),
    ("kind", TEXT, "Kind", "as in the archive's files", OPEN),
    ("bytes", COUNT, "Size", "bytes, unpacked", OPEN),
    ("payment_count", COUNT, "Payments", "as in the archive's files", OPEN),
    ("paid_cents", CENTS, "Paid", "as in the archive's files", OPEN),
    ("source_file", TEXT, "File", "the first of that name and content", PHI),
)

# one row per check summary of a text ERA, held against the 835s of the archive
TEXT_COMPARISON = contract(
    ("content", TEXT, "Content", "sha256 of the bytes of the text", DESK),
    ("check_id", COUNT, "Check", "its order in the text, from 0", DESK),
    ("check_number", TEXT, "Check or EFT no.", "of the text, null where blank", DESK),
    ("check_date", DATE, "Date", "of the text", OPEN),
    ("payer_name", TEXT, "Payer", "of the text", OPEN),
    ("amount_cents", CENTS, "Amount", "of the text", OPEN),
    ("claims_stated", COUNT, "Claims stated", "of the text", OPEN),
    ("outcome", TEXT, "Outcome", "agrees, differs, no 835", OPEN),
    ("differs_in", TEXT, "Differs in", "check number, amount, number of claims; joined by commas", OPEN),
    ("found_by", TEXT, "Found by", "pair: in the 835 of its File ID or zip; number: in another 835", OPEN),
    ("era_content", TEXT, "Content of the 835", "null where no 835 holds the check", DESK),
    ("payment_id", COUNT, "Payment no.", "of that 835", DESK),
    ("trace_number", TEXT, "Check or EFT no. in the 835", "TRN02", DESK),
    ("paid_cents", CENTS, "Paid in the 835", "BPR02", OPEN),
    ("claim_count", COUNT, "Claims in the 835", "CLP", OPEN),
    ("difference_cents", CENTS, "Difference", "the text's amount less the 835's", OPEN),
    ("file_id", TEXT, "File ID", "of the text's name", DESK),
    ("source_file", TEXT, "File", "the text", PHI),
    ("source_row", COUNT, "Line", "line of the check in the text", DESK),
)

_CONTENT = contract(("content", TEXT, "Content", "sha256 of the bytes of the 835", DESK))
# what the archive adds to every remittance table, and to payments
IN_ARCHIVE = {
    "payments": (
        *_CONTENT,
        *contract(
            ("payment_key", TEXT, "Payment identity", "TRN02, TRN03, BPR02, BPR16 and payee, joined", DESK),
            ("set_aside", TEXT, "Set aside", "null where it counts, else a code of SET_ASIDE", OPEN),
        ),
    ),
    **dict.fromkeys(("claims", "services", "adjustments", "provider_adjustments", "unread"), _CONTENT),
}
SET_ASIDE = {
    "same payment again": "the payment stands in another file, or earlier in its own, and is counted there",
    "other payee": "neither its payee's NPI nor its Tax ID is this practice's",
}

REMITTANCE = {
    "payments": PAYMENTS,
    "claims": CLAIMS,
    "services": SERVICES,
    "adjustments": ADJUSTMENTS,
    "provider_adjustments": PROVIDER_ADJUSTMENTS,
    "unread": UNREAD,
}
