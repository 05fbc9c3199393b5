"""How a case of each finding is counted, where the words of the findings table leave a choice."""

NOTES = {
    "era-short-history": (
        "Of the twelve calendar months that end with the report's month, fewer than twelve hold a "
        "counting payment."
    ),
    "era-stale": (
        "Days from the last counting payment to the report's date; the usual interval is the median "
        "between the archive's payment dates."
    ),
    "era-month-empty": "A calendar month between first and last counting payment without one.",
    "era-payer-gap": (
        "Days between two neighboring payment dates of a payer, those of the year's end left out, more than its "
        "own record makes usual (`silence.py`); payments that are set aside do not break a silence, "
        "truncated ones do."
    ),
    "era-payer-stopped": (
        "The same from the payer's last payment date to the archive's last; at least five payment dates."
    ),
    "era-unreadable": (
        "A file whose name says 835 and that gives no payment: a web page, an interchange without an ST. "
        "It is not era-unknown-file; an empty file is. The checks of its text are era-text-only cases."
    ),
    "era-truncated": (
        "One payment in each cut file; its text version agrees in check, amount and claims. Nothing "
        "else is found of it: no imbalance, no count, no damage."
    ),
    "era-zip-refused": (
        "One case a zip, whatever is in it: one with the encryption bit set on every member, one cut short. "
        "What is in them is in no other finding."
    ),
    "era-text-only": "A check of a readable text whose number no readable 835 holds, set aside or not.",
    "era-text-differs": "A changed amount; a claim less at the same amount counts with $0.00.",
    "era-no-text": (
        "An 835 content with no text by File ID or by content; a renamed 835 is paired by content, a "
        "second version of a file by its File ID."
    ),
    "era-counts-wrong": "One payment in each such file.",
    "era-damage": (
        "One case a damaged element or segment; a segment that the 835 does not have is counted in SE01."
    ),
    "era-other-transaction": "One case a file.",
    "era-unknown-file": "One case a file; an empty file counts here.",
    "era-duplicate-file": (
        "A surplus copy of an 835's bytes, loose or in a second copy of its zip; copies of texts and "
        "of the zip itself are not cases of their own."
    ),
    "era-name-conflict": "One case a name, whatever the number of contents beyond two.",
    "era-payment-twice": (
        "Each occurrence after the first, in another content; a byte-identical copy of a file is "
        "era-duplicate-file instead."
    ),
    "era-elsewhere": "In the report of the practice that is paid; the file lies in the folder of another one.",
    "era-other-payee": "Set aside, and in no other finding of the audit; its file has a text version.",
    "rows-of-another-practice": (
        "The text version of that file in the audit of the archive; in the other reports that read remittances the 835."
    ),
    "era-payment-unbalanced": "Absolute differences; truncated payments are left out.",
    "era-claim-unbalanced": (
        "Absolute differences; truncated payments are left out. A line that is off can put its claim off too."
    ),
    "era-service-unbalanced": "Absolute differences; truncated payments are left out.",
    "era-balance-unknown": "One case a payment, claim or line that lacks an amount of its own balance.",
    "era-negative-payment": "BPR02 below zero with C, or above zero with D.",
    "era-forward-balance-open": "What no later payment of the payer takes of it.",
    "era-recoupment": "Every positive WO of a counting payment, also one that a 72 offsets.",
    "era-interest": "Every negative L6, and every AMT*I above zero in a payment without an L6.",
    "era-reversal-open": (
        "The claim is CLP01 with the same payer; any other status on the same or a later date corrects it."
    ),
}

# what the counts under `facts` are
FACT_NOTES = {
    "patients": "Rows of each patient export as written, duplicates too, before anything is set aside.",
    "claims": (
        "`submissions` by state; `unsent` claims stand in a history without a day of submission. `history` "
        "by the status of the printed layout. Fees over the last 12 and 24 months of submission."
    ),
    "fees": (
        "Accepted claims by month of submission, Tax ID and NPI (rendering; institutional: rendering, "
        "attending, billing; professional: billing). `low` takes payers on no list as par and the lower "
        "amount of the month, `high` as non-par and the higher one. Rejected claims are counted apart: all "
        "are to par payers, and no fee changes where they count. A pending claim counts on the day it was "
        "accepted. The par status is that of the latest list on the day of submission. The months before "
        "the archive's first are not whole."
    ),
}

ENROLLMENT_NOTES = {
    "enroll-never-filed": "A row of the intake with the status `not filed`, of an ERA; cents: paid in the last year.",
    "enroll-requirement-unknown": (
        "Claims `not filed`, claims of another form than the intake names, and eligibility where the practice uses it."
    ),
    "enroll-waiting-on-provider": "An action of the provider required for over two days.",
    "enroll-not-on-file": "Rejected, with a reason that says so.",
    "enroll-overdue": "Days since the filing beyond the most of its family of payers.",
    "enroll-no-era-yet": "An ERA that is live for more than 1.6 of the payer's usual intervals, two weeks at least.",
    "enroll-era-said-live": "An ERA that is live while claims of one form are not; none has come to Medi.",
    "enroll-still-in-office-ally": "A live ERA, with remittances in Office Ally paid after that day; cents: those.",
    "enroll-special-route": "A payer that enrolls through Availity and is not live for every transaction in use.",
}
