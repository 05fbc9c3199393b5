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
    "not supported",
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

# what several ways of use in one answer are together, as the parts of usage_patterns.toml add up
_CLEARINGHOUSE, _PM, _EHR, _HYBRID, _ = USAGE
USED_TOGETHER = (
    (frozenset({_PM, _EHR}), _EHR),
    *((frozenset({_CLEARINGHOUSE, *more}), _HYBRID) for more in ((_PM,), (_EHR,), (_PM, _EHR))),
    *((frozenset({_HYBRID, one}), _HYBRID) for one in (_CLEARINGHOUSE, _PM, _EHR)),
)
CLIENT_FILE = "client.toml"
# a question that an office adds to the form, and where its answer is asked for
ASKED_ELSEWHERE = (
    *(
        (label, f"{CLIENT_FILE} of the client: the billing company's name")
        for label in ("client", "client name", "billing company", "billing service", "company")
    ),
    *(
        (label, "the sheet providers: a row for each NPI, with the name of its site")
        for label in ("sites", "site", "locations", "location", "offices")
    ),
    *(
        (label, "the sheet enrollments: a row for each payer, NPI and transaction")
        for label in (
            "enrollments",
            "enrollment",
            "payer enrollments",
            "enrollment status",
            "payers enrolled",
        )
    ),
    *((label, "the sheet users: a row for each person") for label in ("users", "staff", "billers")),
    *(
        (label, "the sheet contacts: a row for each person")
        for label in ("contact", "contacts", "owner", "owner name", "office manager", "phone", "e-mail")
    ),
    *(
        (label, "the sheet volumes: a row for each month and transaction")
        for label in ("claims per month", "monthly claims", "claim volume", "volume", "claims a month")
    ),
    *(
        (label, "the sheet connections: a row for each system")
        for label in ("connections", "interfaces", "SFTP")
    ),
)

PRACTICE = Sheet(
    "practice",
    "Practice",
    "Who the practice is, how it uses Office Ally, and when it is to move.",
    form=True,
    aliases=("practice form", "general", "about the practice", "practice information", "practice info"),
    elsewhere=ASKED_ELSEWHERE,
    fields=(
        Field("name", "Practice name", note="As reports show it.", example="Example Family Medicine",
              required=True, aliases=("name", "practice", "legal name", "name of the practice", "legal business name",
                                      "legal name of the practice", "group name", "clinic", "clinic name", "entity")),
        Field("other_names", "Other names on remittances", several=True,
              example="Example Medical PC; Example MD",
              aliases=("other names", "former names", "former name", "DBA", "doing business as", "also known as"),
              note="Former and legal names that payers print as the payee."),
        Field("tins", "Tax IDs", TIN, several=True, required=True, privacy=DESK, example="12-3456789",
              aliases=("TIN", "TINs", "Tax ID", "EIN", "EINs", "tax id number", "tax identification number",
                       "federal tax id", "FEIN", "group tax id", "billing tax id", "tax id (EIN)", "EIN / tax id"),
              note="Every Tax ID that payers pay. A solo provider's may be an SSN: this workbook is "
                   "confidential."),
        Field("specialty", "Specialty", example="Family medicine"),
        Field("street", "Street", example="1 Main Street", privacy=DESK),
        Field("city", "City", example="Hoboken", privacy=DESK),
        Field("state", "State", Answer.STATE, example="NJ"),
        Field("zip", "ZIP", Answer.ZIP, example="07030", privacy=DESK),
        Field("usage", "Usage pattern", CHOICE, choices=USAGE, example="Practice Mate",
              aliases=("usage", "uses of Office Ally", "use of Office Ally", "Office Ally products", "products used",
                       "Office Ally product", "Office Ally use", "how they use Office Ally", "uses", "modules"),
              synonyms=(("clearinghouse", "clearinghouse-only"), ("Service Center", "clearinghouse-only"),
                        ("Service Center only", "clearinghouse-only"), ("claims only", "clearinghouse-only"),
                        ("upload only", "clearinghouse-only"), ("uploads", "clearinghouse-only"),
                        ("PM", "Practice Mate"), ("Practice Mate only", "Practice Mate"), ("both", "hybrid"),
                        ("EHR", "EHR 24/7"), ("EHR247", "EHR 24/7")),
              together=USED_TOGETHER,
              note="How this practice uses Office Ally today, if known; it is compared with the data."),
        Field("other_system", "Other PM or EHR", example="none",
              aliases=("other system", "other EHR", "other PM", "PM or EHR", "EHR system",
                       "practice management system"),
              note="What keeps patients and ledger where Office Ally does not."),
        Field("charts_plan", "EHR 24/7 charts", CHOICE, example="stay read-only",
              choices=("move", "stay read-only", "not used", "undecided"),
              aliases=("charts", "EHR charts", "charts plan"),
              note="Whether charts move or stay behind a read-only login. Authors of notes do not come "
                   "along."),
        Field("decided_on", "Decision to migrate", DATE, example="2026-05-04",
              aliases=("decision", "decision date", "decided", "date of decision", "contract signed"),
              note="Enrollment is best filed on the day of this decision."),
        Field("cutover_date", "Planned cutover date", DATE, example="2026-09-01",
              aliases=("cutover date", "planned cutover", "cutover", "go-live", "go-live date", "planned go-live",
                       "planned go-live date", "target go-live", "move date", "moves on", "start in Medi",
                       "first day in Medi", "switch date", "target date"),
              note="Services from this day on are billed in Medi."),
        Field("parallel_weeks", "Weeks of parallel run", COUNT, example="4",
              aliases=("parallel weeks", "parallel run", "parallel run weeks", "parallel run (weeks)"),
              note="How long both systems are open; at least two weeks."),
        Field("closeout_owner", "Who works the old claims", example="Example Billing LLC",
              aliases=("old claims", "old A/R", "who works old A/R", "works the old claims", "old A/R worked by"),
              note="Every claim with service before the cutover, for at least sixty days, with aging "
                   "every week."),
        Field("unposted_count", "Unposted remittances", COUNT, example="3",
              aliases=("unposted", "unposted ERAs", "ERAs not posted"),
              note="In the Service Center queue. They are posted in Office Ally before the closeout."),
        Field("unapplied_cents", "Unapplied cash", MONEY, example="250.00"),
        Field("counted_on", "Unposted and unapplied as of", DATE, example="2026-06-30"),
        Field("work_cost_cents", "Cost of the migration work", MONEY, example="1,500.00",
              note="The consultant's work for this practice, if the cost comparison is to count it."),
        Field("npis", "Group NPIs", NPI, several=True, example="1987654328",
              aliases=("group NPI", "billing NPI", "billing NPIs", "NPI", "NPIs", "organization NPI", "practice NPI",
                       "organizational NPI", "type 2 NPI", "NPI type 2", "NPI (group)", "pay-to NPI", "clinic NPI"),
              note="Every NPI that the practice itself bills under; the sheet providers says more of each."),
        Field("support_asked", "Appointments and charts asked from support", YES_NO, day="support_asked_on",
              aliases=("appointments and charts requested from support", "appointments and charts requested",
                       "appointments and charts asked for", "asked support for appointments and charts",
                       "support request", "support requested", "requested from support", "charts requested"),
              example="Yes, 2026-06-01", note="In short, with the day; the sheet support requests tells each one."),
        Field("support_asked_on", "Asked from support on", DATE,
              aliases=("support request date", "requested from support on", "date requested from support")),
        Field("support_delivered_on", "Delivered by support on", DATE,
              aliases=("delivered", "delivered on", "delivered by support", "received from support"),
              note="The day; No where nothing has come."),
    ),
)  # fmt: skip

CONTACTS = Sheet(
    "contacts",
    "Contacts",
    "Whom to ask, and who receives the reports.",
    key=("name", "role"),
    fields=(
        Field("name", "Name", example="Alex Example", required=True, privacy=DESK,
              aliases=("contact", "contact name", "person", "full name")),
        Field("role", "Role", CHOICE, example="owner", required=True,
              choices=("owner", "office manager", "billing lead", "enrollment lead", "posting lead",
                       "Office Ally account holder", "other"), aliases=("title", "position", "function"),
              synonyms=(("manager", "office manager"), ("practice manager", "office manager"),
                        ("lead", "billing lead"), ("billing manager", "billing lead"),
                        ("physician owner", "owner"), ("account holder", "Office Ally account holder"))),
        Field("phone", "Phone", PHONE, example="201-555-0100", privacy=DESK, aliases=("telephone", "phone number")),
        Field("email", "E-mail", EMAIL, example="alex@example.com", privacy=DESK, aliases=("email address", "mail")),
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
        Field("name", "Name", example="Dana Example MD", required=True,
              aliases=("provider", "provider name", "physician", "doctor", "clinician", "full name")),
        Field("npi", "NPI", NPI, example="1234567893", required=True,
              aliases=("NPI number", "provider NPI", "individual NPI", "rendering NPI"),
              note="Ten digits; the last is a check digit."),
        Field("npi_type", "NPI type", CHOICE, choices=("individual", "group"), example="individual",
              aliases=("type", "entity type", "kind", "individual or group"),
              synonyms=(("type 1", "individual"), ("1", "individual"), ("type 2", "group"), ("2", "group"),
                        ("organization", "group"), ("organizational", "group"), ("person", "individual"),
                        ("provider", "individual"), ("practice", "group"))),
        Field("tin", "Tax ID", TIN, example="12-3456789", privacy=DESK,
              aliases=("TIN", "EIN", "tax id number", "federal tax id", "bills under tax id"),
              note="The Tax ID this NPI bills under."),
        Field("taxonomy", "Taxonomy", Answer.TAXONOMY, example="207Q00000X",
              aliases=("taxonomy code", "primary taxonomy", "specialty code")),
        Field("other_taxonomies", "Other taxonomies", Answer.TAXONOMY, several=True),
        Field("bills", "Billing NPI", YES_NO, example="No",
              aliases=("bills as billing provider", "role", "role on claims", "billing or rendering"),
              synonyms=(("rendering", "No"), ("renders", "No"), ("rendering provider", "No"), ("treating", "No"),
                        ("servicing", "No"), ("supervising", "No"), ("billing", "Yes"), ("bills", "Yes"),
                        ("billing provider", "Yes"), ("billing and rendering", "Yes"), ("pay-to", "Yes"),
                        ("rendering and billing", "Yes"), ("group", "Yes"), ("both", "Yes")),
              note="Yes where claims name it as the billing provider."),
        Field("starts_on", "From", DATE, aliases=("start", "start date", "hired", "since")),
        Field("ends_on", "Until", DATE,
              aliases=("end", "end date", "left", "left on", "term date"),
              note="The last day of work, for a provider who has left."),
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
        Field("name", "Name", example="Robin Example", required=True, privacy=DESK,
              aliases=("user", "person", "full name", "staff", "employee")),
        Field("email", "E-mail", EMAIL, example="robin@example.com", privacy=DESK, aliases=("email address", "mail")),
        Field("login", "Login", example="rexample", privacy=DESK, note="The user's name in Office Ally.",
              aliases=("username", "user id", "login name", "login id", "Office Ally login", "Office Ally user")),
        Field("role", "Role", CHOICE, example="poster", required=True,
              choices=("billing lead", "biller", "follow-up specialist", "poster", "enrollment", "front desk",
                       "provider", "administrator", "read-only", "other"), aliases=("job", "function", "position"),
              synonyms=(("lead", "billing lead"), ("team lead", "billing lead"), ("manager", "billing lead"),
                        ("billing manager", "billing lead"), ("supervisor", "billing lead"),
                        ("posting", "poster"), ("payment poster", "poster"), ("billing", "biller"),
                        ("medical biller", "biller"), ("coder", "biller"), ("follow-up", "follow-up specialist"),
                        ("A/R", "follow-up specialist"), ("A/R specialist", "follow-up specialist"),
                        ("collector", "follow-up specialist"), ("denials", "follow-up specialist"),
                        ("credentialing", "enrollment"), ("enrollment lead", "enrollment"),
                        ("enrollment specialist", "enrollment"), ("receptionist", "front desk"),
                        ("scheduler", "front desk"), ("physician", "provider"), ("doctor", "provider"),
                        ("admin", "administrator"), ("view only", "read-only"), ("auditor", "read-only"))),
        Field("engagement", "Engagement", CHOICE, choices=("employee", "contractor", "offshore contractor"),
              aliases=("employment", "employed as", "employment type"),
              example="employee", synonyms=(("offshore", "offshore contractor"), ("staff", "employee"),
                                            ("W-2", "employee"), ("1099", "contractor"))),
        Field("sees_in_office_ally", "Practices seen in Office Ally", several=True,
              example="cedar-grove; all",
              aliases=("practices in Office Ally", "sees in Office Ally", "access in Office Ally",
                       "Office Ally practices", "Office Ally access", "practices today"),
              note="Practices this person may see today, separated by ; or the word all."),
        Field("sees_in_medi", "Practices to see in Medi", several=True, example="cedar-grove",
              aliases=("practices in Medi", "sees in Medi", "access in Medi", "Medi practices", "Medi access"),
              note="The same restrictions belong in Medi on day one, unless something is to change."),
        Field("medi_account", "Medi account made", YES_NO, example="No",
              aliases=("Medi account", "account in Medi", "account made", "has Medi account", "Medi user created")),
        Field("medi_login", "Has logged into Medi", DATE, note="The day of the first login.",
              aliases=("first login", "first Medi login", "Medi login date", "logged into Medi on",
                       "first login in Medi")),
        Field("logged_in", "Logged in", YES_NO, day="medi_login", example="No",
              note="Whether this person has logged into Medi, where the day is not known.",
              aliases=("logged into Medi", "logged in to Medi", "logged in Medi", "has logged in", "login in Medi")),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

ENROLLMENTS = Sheet(
    "enrollments",
    "Payer enrollments",
    "One row for each payer, Tax ID, billing NPI and transaction: where its enrollment in Medi stands.",
    key=("payer", "payer_id", "tin", "npi", "transaction"),
    aliases=("payer enrollment", "enrollment", "enrollment status"),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True),
        Field("payer_id", "Payer ID", CODE, example="60054",
              note="Typed as text: leading zeros belong to it."),
        Field("line", "Line of business", CHOICE, choices=LINES, example="commercial"),
        Field("state", "State", Answer.STATE, example="NJ"),
        Field("tin", "Tax ID", TIN, example="12-3456789", required=True, privacy=DESK, aliases=("TIN", "EIN")),
        Field("npi", "Billing NPI", NPI, example="1234567893", required=True,
              aliases=("NPI", "group NPI", "provider NPI")),
        Field("transaction", "Transaction", CHOICE, choices=TRANSACTIONS, example="835", required=True,
              synonyms=TRANSACTION_WORDS, note="The 835 is enrolled apart from the 837; file both at once."),
        Field("active_in_office_ally", "Active in Office Ally", YES_NO, example="Yes",
              aliases=("in Office Ally", "enrolled in Office Ally", "Office Ally")),
        Field("status", "Status in Medi", CHOICE, choices=STATUSES, synonyms=STATUS_WORDS,
              aliases=("status", "Medi status", "enrollment status", "Stedi status"),
              example="PROVISIONING", required=True,
              note="Stedi's word. Only LIVE exchanges; LIVE does not prove that ERAs flow."),
        Field("filed_on", "Filed", DATE, example="2026-06-15",
              aliases=("filed date", "date filed", "filed on", "submitted", "submitted on", "date submitted")),
        Field("status_on", "Status since", DATE, example="2026-06-17", aliases=("status date", "updated", "as of")),
        Field("live_on", "Live", DATE, aliases=("live date", "live on", "went live", "effective", "active since")),
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
        Field("system", "System or partner", example="Example EHR", required=True,
              aliases=("system", "partner", "vendor", "trading partner", "name")),
        Field("direction", "What flows", CHOICE, example="claims to Office Ally", aliases=("direction", "flow", "data"),
              synonyms=(("claims", "claims to Office Ally"), ("837", "claims to Office Ally"),
                        ("ERA", "ERAs from Office Ally"), ("ERAs", "ERAs from Office Ally"),
                        ("835", "ERAs from Office Ally"), ("reports", "reports from Office Ally"),
                        ("270", "eligibility"), ("276", "claim status")),
              choices=("claims to Office Ally", "ERAs from Office Ally", "reports from Office Ally",
                       "eligibility", "claim status", "other")),
        Field("method", "How", CHOICE, choices=("SFTP", "API", "web upload", "EHR push", "other"),
              aliases=("method", "by", "via", "connection"), synonyms=(("upload", "web upload"), ("FTP", "SFTP")),
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
    aliases=("scrubbing rules", "custom rules", "claim edits", "edits", "rules", "scrubs"),
    fields=(
        Field("rule", "Rule",
              aliases=("edit", "scrub rule", "custom rule", "description", "what it does"),
                       example="Modifier 25 with an office visit on the day of a procedure",
              required=True,
              note="What the edit checks or changes, in words."),
        Field("payer", "Payer", example="Aetna", note="Empty: all payers."),
        Field("codes", "Codes", several=True, example="99213; 25", note="Procedures, modifiers, diagnoses.",
              aliases=("codes", "code", "CPT", "CPT codes", "procedures")),
        Field("configured_in", "Configured in", CHOICE, example="Practice Mate",
              choices=("Practice Mate", "Service Center", "EHR 24/7", "another system", "habit of staff"),
              aliases=("where kept", "kept in", "kept where", "kept at", "where", "where configured", "where it lives",
                       "where it is kept", "location", "system"),
              synonyms=(("PM", "Practice Mate"), ("clearinghouse", "Service Center"),
                        ("EHR", "another system"), ("other EHR", "another system"), ("other system", "another system"),
                        ("head of *", "habit of staff"), ("*'s head", "habit of staff"), ("* head", "habit of staff"),
                        ("memory", "habit of staff"), ("* memory", "habit of staff"), ("memory of *", "habit of staff"),
                        ("knows *", "habit of staff"), ("* knows", "habit of staff"), ("* knows it", "habit of staff"),
                        ("by hand", "habit of staff"), ("manual", "habit of staff"), ("manually", "habit of staff"),
                        ("habit", "habit of staff"), ("habit of *", "habit of staff"), ("sticky note*",
                        "habit of staff"),
                        ("cheat sheet*", "habit of staff"), ("notes of *", "habit of staff"), ("staff",
                        "habit of staff")),
              note="A rule that a person keeps in mind is a habit of staff."),
        Field("reason", "Why it exists", example="Denied as bundled in 2024", aliases=("why", "reason", "because")),
        Field("in_medi", "Set up in Medi", YES_NO, example="No",
              aliases=("in Medi", "Medi", "built in Medi", "done in Medi")),
        Field("tested_on", "Tested in Medi", DATE, aliases=("tested", "tested on", "test date")),
        Field("owner", "Owner", example="billing lead", privacy=DESK),
    ),
)  # fmt: skip

FEE_SCHEDULES = Sheet(
    "fee schedules",
    "Fee schedules",
    "Schedules that differ from Medicare's allowables, above all commercial contracts.",
    aliases=("fees", "contracts", "contract rates", "payer contracts"),
    key=("payer", "name", "effective_on"),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True),
        Field("name", "Schedule or contract", example="PPO 2026",
              aliases=("contract", "schedule", "fee schedule", "plan")),
        Field("basis", "Basis", CHOICE, example="percent of Medicare",
              choices=("percent of Medicare", "own rates", "percent of charges", "other"),
              aliases=("based on", "rate basis", "type"),
              synonyms=(("Medicare", "percent of Medicare"), ("% of Medicare", "percent of Medicare"),
                        ("MPFS", "percent of Medicare"), ("charges", "percent of charges"),
                        ("% of charges", "percent of charges"), ("billed charges", "percent of charges"),
                        ("own", "own rates"), ("fixed", "own rates"), ("fixed rates", "own rates"),
                        ("contract rates", "own rates"), ("custom", "own rates"))),
        Field("percent", "Percent", PERCENT, example="115%", aliases=("percentage", "percent of basis")),
        Field("effective_on", "Effective from", DATE, example="2026-01-01",
              aliases=("effective", "effective date", "from", "start", "start date", "begins")),
        Field("ends_on", "Effective until", DATE, aliases=("until", "end", "end date", "expires", "through", "to")),
        Field("file", "File", example="aetna-2026.xlsx", privacy=DESK,
              note="Name of the file with the rates, if there is one."),
        Field("in_medi", "Loaded in Medi", YES_NO, example="No", aliases=("in Medi", "Medi", "loaded")),
        Field("note", "Note", privacy=DESK),
    ),
)  # fmt: skip

CLIENT_REPORTING = Sheet(
    "client reporting",
    "Client reporting",
    "What the practice receives today, and how it is made from Office Ally's reports.",
    aliases=("reports", "reporting", "owner reports", "reports to the owner"),
    key=("report",),
    fields=(
        Field("report", "Report", example="Monthly collections by payer", required=True,
              aliases=("report name", "name")),
        Field("frequency", "How often", CHOICE, example="monthly",
              choices=("daily", "weekly", "monthly", "quarterly", "yearly", "on request"), aliases=("frequency",),
              synonyms=(("every day", "daily"), ("every week", "weekly"), ("every month", "monthly"),
                        ("each month", "monthly"), ("every quarter", "quarterly"), ("annually", "yearly"),
                        ("annual", "yearly"), ("ad hoc", "on request"))),
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
              required=True, synonyms=(("clinical charts", "charts"), ("medical records", "charts"), ("chart notes",
              "charts"),
                                       ("appointment", "appointments"), ("schedule", "appointments")),
              aliases=("subject", "request", "item", "requested")),
        Field("asked_on", "Asked", DATE, example="2026-06-01",
              aliases=("asked on", "requested on", "request date", "date requested", "date asked")),
        Field("delivered_on", "Delivered", DATE, aliases=("delivered on", "received", "received on", "date delivered")),
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
    aliases=("volume", "monthly volumes"),
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
