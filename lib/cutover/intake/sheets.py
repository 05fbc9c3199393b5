"""The sheets of the intake workbook, as data: what only people know about a practice.

To add a question, add a `Field`; to add a subject, add a `Sheet` to `SHEETS`. The template, the reader, the
table and its contract follow. Questions are those of the migration guide (reviewed 2026-06-07); statuses are
Stedi's.
"""

from __future__ import annotations

from cutover.columns import Privacy
from cutover.intake.fields import Answer, Field, Sheet

DESK, PHI = Privacy.DESK, Privacy.PHI
CODE, COUNT, DATE, MONEY, MONTH = Answer.CODE, Answer.COUNT, Answer.DATE, Answer.MONEY, Answer.MONTH
NPI, TIN, PERCENT, PHONE, EMAIL = Answer.NPI, Answer.TIN, Answer.PERCENT, Answer.PHONE, Answer.EMAIL
CHOICE, YES_NO = Answer.CHOICE, Answer.YES_NO

USAGE = ("clearinghouse-only", "Practice Mate", "EHR 24/7", "hybrid", "unknown")
LINES = ("Medicare", "Medicaid", "commercial", "BCBS", "workers' compensation", "auto", "other")
TRANSACTIONS = ("837P", "837I", "837D", "835", "270", "276")
TRANSACTION_WORDS = (
    ("professional claims", "837P"),
    ("institutional claims", "837I"),
    ("dental claims", "837D"),
    ("ERA", "835"),
    ("remits", "835"),
    ("eligibility", "270"),
    ("270/271", "270"),
    ("claim status", "276"),
    ("276/277", "276"),
    # the names of transactions in Stedi's interface
    ("professionalClaimSubmission", "837P"),
    ("claimSubmission", "837P"),
    ("institutionalClaimSubmission", "837I"),
    ("dentalClaimSubmission", "837D"),
    ("claimPayment", "835"),
    ("eligibilityCheck", "270"),
    ("claimStatus", "276"),
)
# Stedi's enrollment statuses, the older and the newer names side by side, and states before any request
ELSEWHERE, PENDING_ELSEWHERE = "with another clearinghouse", "pending with another clearinghouse"
AWAY = (ELSEWHERE, PENDING_ELSEWHERE)
STATUSES = (
    "not filed",
    "not needed",
    *AWAY,
    "DRAFT",
    "SUBMITTED",
    "STEDI_ACTION_REQUIRED",
    "PROVIDER_ACTION_REQUIRED",
    "PROVISIONING",
    "LIVE",
    "REJECTED",
    "CANCELED",
)
STATUS_WORDS = (("cancelled", "CANCELED"), ("not required", "not needed"), ("requested", "SUBMITTED"))
WAITING = ("nobody", "practice", "provider", "payer", "Stedi", "us")

PRACTICE = Sheet(
    "practice",
    "Practice",
    "Who the practice is, how it uses Office Ally, and when it is to move.",
    form=True,
    fields=(
        Field("name", "Practice name", note="As reports show it.", example="Example Family Medicine",
              required=True, aliases=("name", "practice", "legal name", "name of the practice")),
        Field("other_names", "Other names on remittances", several=True,
              example="Example Medical PC; Example MD",
              note="Former and legal names that payers print as the payee."),
        Field("tins", "Tax IDs", TIN, several=True, required=True, privacy=DESK, example="12-3456789",
              aliases=("TIN", "TINs", "Tax ID", "EIN"),
              note="Every Tax ID that payers pay. A solo provider's may be an SSN: this workbook is "
                   "confidential."),
        Field("specialty", "Specialty", example="Family medicine"),
        Field("street", "Street", example="1 Main Street", privacy=DESK),
        Field("city", "City", example="Hoboken", privacy=DESK),
        Field("state", "State", Answer.STATE, example="NJ"),
        Field("zip", "ZIP", Answer.ZIP, example="07030", privacy=DESK),
        Field("usage", "Usage pattern", CHOICE, choices=USAGE, example="Practice Mate",
              aliases=("usage", "uses of Office Ally", "use of Office Ally"),
              synonyms=(("clearinghouse", "clearinghouse-only"), ("Service Center", "clearinghouse-only"),
                        ("PM", "Practice Mate"), ("both", "hybrid"), ("EHR", "EHR 24/7")),
              note="How this practice uses Office Ally today, if known; it is compared with the data."),
        Field("other_system", "Other PM or EHR", example="none",
              note="What keeps patients and ledger where Office Ally does not."),
        Field("charts_plan", "EHR 24/7 charts", CHOICE, example="stay read-only",
              choices=("move", "stay read-only", "not used", "undecided"),
              note="Whether charts move or stay behind a read-only login. Authors of notes do not come "
                   "along."),
        Field("decided_on", "Decision to migrate", DATE, example="2026-05-04",
              note="Enrollment is best filed on the day of this decision."),
        Field("cutover_date", "Planned cutover date", DATE, example="2026-09-01",
              aliases=("cutover date", "planned cutover", "cutover", "go-live", "go-live date"),
              note="Services from this day on are billed in Medi."),
        Field("parallel_weeks", "Weeks of parallel run", COUNT, example="4",
              note="How long both systems are open; at least two weeks."),
        Field("closeout_owner", "Who works the old claims", example="Example Billing LLC",
              note="Every claim with service before the cutover, for at least sixty days, with aging "
                   "every week."),
        Field("unposted_count", "Unposted remittances", COUNT, example="3",
              note="In the Service Center queue. They are posted in Office Ally before the closeout."),
        Field("unapplied_cents", "Unapplied cash", MONEY, example="250.00"),
        Field("counted_on", "Unposted and unapplied as of", DATE, example="2026-06-30"),
        Field("work_cost_cents", "Cost of the migration work", MONEY, example="1,500.00",
              note="The consultant's work for this practice, if the cost comparison is to count it."),
    ),
)  # fmt: skip

CONTACTS = Sheet(
    "contacts",
    "Contacts",
    "Whom to ask, and who receives the reports.",
    key=("name", "role"),
    fields=(
        Field("name", "Name", example="Alex Example", required=True, privacy=DESK),
        Field("role", "Role", CHOICE, example="owner", required=True,
              choices=("owner", "office manager", "billing lead", "enrollment lead", "posting lead",
                       "Office Ally account holder", "other")),
        Field("phone", "Phone", PHONE, example="201-555-0100", privacy=DESK),
        Field("email", "E-mail", EMAIL, example="alex@example.com", privacy=DESK),
        Field("receives_reports", "Receives reports", YES_NO, example="Yes"),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

PROVIDERS = Sheet(
    "providers",
    "Providers",
    "Every NPI that payers know for this practice, individual and group.",
    key=("npi",),
    fields=(
        Field("name", "Name", example="Dana Example MD", required=True),
        Field("npi", "NPI", NPI, example="1234567893", required=True,
              note="Ten digits; the last is a check digit."),
        Field("npi_type", "NPI type", CHOICE, choices=("individual", "group"), example="individual",
              synonyms=(("type 1", "individual"), ("1", "individual"), ("type 2", "group"), ("2", "group"),
                        ("organization", "group"))),
        Field("tin", "Tax ID", TIN, example="12-3456789", privacy=DESK, aliases=("TIN", "EIN"),
              note="The Tax ID this NPI bills under."),
        Field("taxonomy", "Taxonomy", Answer.TAXONOMY, example="207Q00000X", aliases=("taxonomy code",)),
        Field("other_taxonomies", "Other taxonomies", Answer.TAXONOMY, several=True),
        Field("bills", "Billing NPI", YES_NO, example="No", aliases=("bills as billing provider",),
              note="Yes where claims name it as the billing provider."),
        Field("starts_on", "From", DATE),
        Field("ends_on", "Until", DATE, note="The last day of work, for a provider who has left."),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

PAYER_IDS = Sheet(
    "payer ids",
    "Payer-assigned IDs",
    "Identifiers that payers have given to a provider or the group: a PTAN, a Medicaid provider number.",
    key=("npi", "payer", "id_kind", "identifier"),
    aliases=("payer assigned ids",),
    fields=(
        Field("npi", "NPI", NPI, example="1234567893", required=True),
        Field("payer", "Payer", example="Medicare NJ", required=True),
        Field("payer_id", "Payer ID", CODE, example="00332",
              note="Typed as text: leading zeros belong to it."),
        Field("id_kind", "Kind of ID", CHOICE, choices=("Medicare PTAN", "Medicaid", "commercial", "other"),
              example="Medicare PTAN", synonyms=(("PTAN", "Medicare PTAN"),)),
        Field("identifier", "Assigned ID", CODE, example="H12345A001", required=True, privacy=DESK),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

USERS = Sheet(
    "users",
    "Users",
    "Who works in Office Ally for this practice today, and who is to work in Medi with which view.",
    key=("email",),
    fields=(
        Field("name", "Name", example="Robin Example", required=True, privacy=DESK),
        Field("email", "E-mail", EMAIL, example="robin@example.com", privacy=DESK),
        Field("role", "Role", CHOICE, example="poster", required=True,
              choices=("billing lead", "biller", "follow-up specialist", "poster", "enrollment", "front desk",
                       "provider", "administrator", "read-only", "other")),
        Field("engagement", "Engagement", CHOICE, choices=("employee", "contractor", "offshore contractor"),
              example="employee", synonyms=(("offshore", "offshore contractor"),)),
        Field("sees_in_office_ally", "Practices seen in Office Ally", several=True,
              example="cedar-grove; all",
              note="Practices this person may see today, separated by ; or the word all."),
        Field("sees_in_medi", "Practices to see in Medi", several=True, example="cedar-grove",
              note="The same restrictions belong in Medi on day one, unless something is to change."),
        Field("medi_account", "Medi account made", YES_NO, example="No"),
        Field("medi_login", "Has logged into Medi", DATE, note="The day of the first login."),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

ENROLLMENTS = Sheet(
    "enrollments",
    "Payer enrollments",
    "One row for each payer, Tax ID, billing NPI and transaction: where its enrollment in Medi stands.",
    key=("payer", "payer_id", "tin", "npi", "transaction"),
    aliases=("payer enrollment",),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True),
        Field("payer_id", "Payer ID", CODE, example="60054",
              note="Typed as text: leading zeros belong to it."),
        Field("line", "Line of business", CHOICE, choices=LINES, example="commercial"),
        Field("state", "State", Answer.STATE, example="NJ"),
        Field("tin", "Tax ID", TIN, example="12-3456789", required=True, privacy=DESK, aliases=("TIN",)),
        Field("npi", "Billing NPI", NPI, example="1234567893", required=True, aliases=("NPI",)),
        Field("transaction", "Transaction", CHOICE, choices=TRANSACTIONS, example="835", required=True,
              synonyms=TRANSACTION_WORDS, note="The 835 is enrolled apart from the 837; file both at once."),
        Field("active_in_office_ally", "Active in Office Ally", YES_NO, example="Yes"),
        Field("status", "Status in Medi", CHOICE, choices=STATUSES, synonyms=STATUS_WORDS,
              aliases=("status",),
              example="PROVISIONING", required=True,
              note="Stedi's word. Only LIVE exchanges; LIVE does not prove that ERAs flow."),
        Field("filed_on", "Filed", DATE, example="2026-06-15", aliases=("filed date", "date filed")),
        Field("status_on", "Status since", DATE, example="2026-06-17"),
        Field("live_on", "Live", DATE, aliases=("live date",)),
        Field("waiting_on", "Waiting on", CHOICE, choices=WAITING, example="payer"),
        Field("rejection_reason", "Rejection reason",
              note="'Not on file' is a matter of credentialing, not of EDI."),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

CONNECTIONS = Sheet(
    "connections",
    "Connections",
    "What sends to or fetches from Office Ally on its own: trading partners, an EHR that pushes claims, "
    "SFTP.",
    key=("system", "direction"),
    fields=(
        Field("system", "System or partner", example="Example EHR", required=True),
        Field("direction", "What flows", CHOICE, example="claims to Office Ally",
              choices=("claims to Office Ally", "ERAs from Office Ally", "reports from Office Ally",
                       "eligibility", "claim status", "other")),
        Field("method", "How", CHOICE, choices=("SFTP", "API", "web upload", "EHR push", "other"),
              example="SFTP"),
        Field("replaced_by", "Replaced by", example="Medi upload"),
        Field("ends_on", "To be switched off", DATE, example="2026-11-30"),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

SCRUB_RULES = Sheet(
    "scrub rules",
    "Custom scrub rules",
    "Claim edits of this practice in Office Ally: they do not export and are set up again in Medi.",
    fields=(
        Field("rule", "Rule", example="Modifier 25 with an office visit on the day of a procedure",
              required=True,
              note="What the edit checks or changes, in words."),
        Field("payer", "Payer", example="Aetna", note="Empty: all payers."),
        Field("codes", "Codes", several=True, example="99213; 25", note="Procedures, modifiers, diagnoses."),
        Field("configured_in", "Configured in", CHOICE, example="Practice Mate",
              choices=("Practice Mate", "Service Center", "habit of staff")),
        Field("reason", "Why it exists", example="Denied as bundled in 2024"),
        Field("in_medi", "Set up in Medi", YES_NO, example="No"),
        Field("tested_on", "Tested in Medi", DATE),
        Field("owner", "Owner", example="billing lead", privacy=DESK),
    ),
)  # fmt: skip

FEE_SCHEDULES = Sheet(
    "fee schedules",
    "Fee schedules",
    "Schedules that differ from Medicare's allowables, above all commercial contracts.",
    key=("payer", "name", "effective_on"),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True),
        Field("name", "Schedule or contract", example="PPO 2026"),
        Field("basis", "Basis", CHOICE, example="percent of Medicare",
              choices=("percent of Medicare", "own rates", "percent of charges", "other")),
        Field("percent", "Percent", PERCENT, example="115%"),
        Field("effective_on", "Effective from", DATE, example="2026-01-01"),
        Field("ends_on", "Effective until", DATE),
        Field("file", "File", example="aetna-2026.xlsx", privacy=DESK,
              note="Name of the file with the rates, if there is one."),
        Field("in_medi", "Loaded in Medi", YES_NO, example="No"),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

CLIENT_REPORTING = Sheet(
    "client reporting",
    "Client reporting",
    "What the practice receives today, and how it is made from Office Ally's reports.",
    key=("report",),
    fields=(
        Field("report", "Report", example="Monthly collections by payer", required=True),
        Field("frequency", "How often", CHOICE, example="monthly",
              choices=("daily", "weekly", "monthly", "quarterly", "yearly", "on request")),
        Field("made_from", "Made from", example="Practice Mate > Reports > Payments"),
        Field("receives", "Who receives it", example="owner", privacy=DESK),
        Field("in_medi", "How it is made in Medi", example="not known yet"),
        Field("exported", "History exported", YES_NO, example="Yes",
              note="Past reports are taken out before the account closes."),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

REPORTED = (
    "charges", "payments", "adjustments", "patient's part", "claims decided", "claims denied", "denial rate",
    "first-pass rate", "days to payment", "gross collection rate", "net collection rate", "open A/R",
    "open over 90 days",
)  # fmt: skip
CLIENT_FIGURES = Sheet(
    "client figures",
    "Figures of the last reports",
    "What the practice's own last monthly reports say, month by month: the new ones are compared with them.",
    key=("month", "measure", "report"),
    aliases=("client reporting figures", "reported figures"),
    fields=(
        Field("month", "Month", MONTH, example="2026-06", required=True),
        Field("measure", "Measure", CHOICE, choices=REPORTED, example="payments", required=True,
              synonyms=(("collections", "payments"), ("receipts", "payments"), ("billed", "charges"),
                        ("A/R", "open A/R"), ("AR", "open A/R"), ("denials", "claims denied"))),
        Field("amount_cents", "Amount as reported", MONEY, example="48,210.55", aliases=("amount",),
              note="For money; leave it empty for a number or a rate."),
        Field("number", "Number as reported", COUNT, note="For claims and days.", aliases=("count",)),
        Field("rate", "Rate as reported", PERCENT, note="For rates, with the sign: 93.5%."),
        Field("report", "Report", example="Monthly collections by payer", privacy=DESK,
              note="The report that it was read from."),
    ),
)  # fmt: skip

OPEN_APPEALS = Sheet(
    "open appeals",
    "Open appeals",
    "Every appeal under way: its documents do not leave Office Ally by any export.",
    key=("payer", "reference"),
    aliases=("appeals",),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True),
        Field("reference", "Payer reference number", CODE, example="AP-20260412", required=True, privacy=PHI),
        Field("claim_number", "Claim number", CODE, example="26A1234567", privacy=PHI),
        Field("submitted_on", "Submitted", DATE, example="2026-04-12", required=True,
              aliases=("submission date",)),
        Field("level", "Level", CHOICE, example="first",
              choices=("first", "second", "external review", "hearing", "other"),
              synonyms=(("1", "first"), ("1st", "first"), ("2", "second"), ("2nd", "second"))),
        Field("amount_cents", "Amount at stake", MONEY, example="412.50", aliases=("amount",)),
        Field("documents", "Supporting documents", several=True, example="operative note; EOB", privacy=PHI),
        Field("kept_at", "Where they are kept", example="shared drive, Appeals", privacy=DESK),
        Field("next_action", "Next action", example="Call for status", privacy=PHI),
        Field("next_action_on", "Next action due", DATE, example="2026-07-12", required=True,
              aliases=("next-action date",)),
        Field("owner", "Owner", example="follow-up lead", privacy=DESK),
    ),
)  # fmt: skip

OPEN_CLAIMS = Sheet(
    "open claims",
    "Open-claim notes",
    "The working state of every claim that is open at cutover: no export carries it.",
    key=("payer", "claim_number"),
    aliases=("open claim notes", "claim notes"),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True),
        Field("claim_number", "Claim number", CODE, example="26A7654321", required=True, privacy=PHI),
        Field("account", "Patient account", CODE, example="A-1001", privacy=PHI),
        Field("service_on", "Service date", DATE, example="2026-05-20", privacy=PHI),
        Field("amount_cents", "Open amount", MONEY, example="180.00", aliases=("amount", "balance")),
        Field("state", "State", CHOICE, example="denied",
              choices=("open", "denied", "appealed", "pending", "patient responsibility")),
        Field("denial_reason", "Denial reason", example="CO-197 no authorization",
              note="CARC and RARC if known, else the payer's words."),
        Field("last_action", "Last action", example="Called payer, reference 4471", privacy=PHI),
        Field("last_action_on", "Last action on", DATE, example="2026-06-25"),
        Field("next_action", "Next action", example="Send authorization", required=True, privacy=PHI),
        Field("next_action_on", "Next action due", DATE, example="2026-07-05", required=True),
        Field("owner", "Owner", example="follow-up lead", required=True, privacy=DESK),
    ),
)  # fmt: skip

SUPPORT_REQUESTS = Sheet(
    "support requests",
    "Support requests",
    "What only Office Ally's support delivers: appointments and charts. Their time to deliver is not "
    "published.",
    fields=(
        Field("subject", "What", CHOICE, choices=("appointments", "charts", "other"), example="appointments",
              required=True, synonyms=(("clinical charts", "charts"),)),
        Field("asked_on", "Asked", DATE, example="2026-06-01"),
        Field("delivered_on", "Delivered", DATE),
        Field("ticket", "Ticket", CODE, example="OA-55102", privacy=DESK),
        Field("asked_by", "Asked by", example="Alex Example", privacy=DESK),
        Field("format", "Format", CHOICE, choices=("Excel", "CSV", "PDF", "other"), example="CSV"),
        Field("opens", "Opens and is complete", YES_NO),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

VOLUMES = Sheet(
    "volumes",
    "Volumes",
    "Transactions of a month that the files here do not show; they price what lies ahead.",
    key=("month", "transaction"),
    fields=(
        Field("month", "Month", MONTH, example="2026-05", required=True),
        Field("transaction", "Transaction", CHOICE, example="eligibility", required=True,
              choices=("claim", "resubmitted claim", "secondary claim", "institutional claim", "paper claim",
                       "eligibility", "claim status", "COB", "attachment")),
        Field("count", "Number", COUNT, example="310", required=True),
        Field("known_from", "Known from", example="Office Ally invoice"),
    ),
)  # fmt: skip

ATTESTATIONS = Sheet(
    "attestations",
    "Attestations",
    "What a person confirms, with name and day: the agreements before the cutover and the day-zero "
    "checklist.",
    key=("item",),
    checklist="day_zero",
    fields=(
        Field("item", "Item", CODE, example="day-zero-1", required=True),
        Field("statement", "Statement", example="No new claim can be created in Office Ally."),
        Field("holds", "Holds", YES_NO, example="Yes", aliases=("answer", "yes/no")),
        Field("attested_by", "Who", example="Alex Example", privacy=DESK),
        Field("attested_on", "When", DATE, example="2026-09-01"),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

SHEETS = (
    PRACTICE,
    CONTACTS,
    PROVIDERS,
    PAYER_IDS,
    USERS,
    ENROLLMENTS,
    CONNECTIONS,
    SCRUB_RULES,
    FEE_SCHEDULES,
    CLIENT_REPORTING,
    CLIENT_FIGURES,
    OPEN_APPEALS,
    OPEN_CLAIMS,
    SUPPORT_REQUESTS,
    VOLUMES,
    ATTESTATIONS,
)
EXPLANATION = "read me"  # the first tab, which the reader passes over
# a list sheet's first column: a row whose cell there begins with the mark is the template's example, not read
MARK_HEADER, MARK = "Example?", "EXAMPLE"
# the columns of a form sheet
FORM_HEADERS = ("Question", "Answer", "Example", "What it means")
