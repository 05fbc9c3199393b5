# %% [markdown]
# # Open claims handed over
#
# **What becomes of every dollar that is open at the cutover, and who works it?**
#
# Reads the practice's claims, file summaries, ERAs of both systems and intake, the workbooks in `handoff`, and the client's `enrollment.xlsx`. Writes its findings, the evidence workbook and the handoff workbook into the practice's reports.

# %% tags=["parameters"]
client = "sample-run"
practice = "linden-row"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.reading.practice.book import opened
from cutover.reporting.attachments import handoff
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.open_claims.book import book_of
from cutover.workstreams.open_claims.inputs import load
from cutover.workstreams.open_claims.report import assess, period
from cutover.workstreams.open_claims.workbook import filled, kind

who, day = opened(client, practice, as_of)
inputs = load(who, day)
result = assess(inputs)

# %%
report = Report(
    result,
    subject=who.name,
    as_of=day,
    audience=audience,
    period=period(inputs),
    folder=who.reports,
    name="07_open_claims_handoff",
)
report.head()

# %% [markdown]
# ## The answer

# %%
report.verdict()

# %%
report.figures()

# %%
report.findings()

# %% tags=["interactive"]
from cutover.desk.case import CaseDesk

CaseDesk(result, who, day)

# %% [markdown]
# ## What was counted, and what was left out?
#
# A claim is open where it waits on a payer. What only the patient owes, and what belongs to Medi, is counted apart.

# %%
report.table("counted")

# %% [markdown]
# ## What is open?
#
# By status and age; claims with service before the window are listed apart, because their chances are lower.

# %%
report.table("by_status")

# %% [markdown]
# Visits by what became of them, where a list of the practice tells it: a kept visit without a claim was never billed.

# %%
report.table("visits")

# %% [markdown]
# Every claim of the history by the status that it writes, and what that is taken for: what the payer reversed is open again.

# %%
report.table("statuses", limit=24)

# %% [markdown]
# The same claims by payer. A void claim and one that a first payer sent on are no claims of their own here.

# %%
report.table("payers", limit=24)

# %% [markdown]
# Claims since the cutover are worked where they were sent. Those that Office Ally still has open, and those that a payer denied, have limits too.

# %%
report.table("since", limit=24)

# %% [markdown]
# The whole balance of the claim history, by age: payers and patients, before and since the cutover. The client's own list of what patients owe is further below.

# %%
report.table("balance")

# %% [markdown]
# Each claim once, with what every source says of it. Where history and remittances differ, that is a finding: a person settles it.

# %%
report.table("sources")

# %% [markdown]
# ## What did Office Ally take, and what did it refuse?
#
# A file summary tells it claim by claim, a 999 of a whole file. Still in error is what no source shows as sent again, taken or decided.

# %%
report.table("summaries", limit=36)

# %%
report.table("sent_files", limit=24)

# %%
report.table("sent_claims", limit=24)

# %% [markdown]
# A payer refuses a claim later whose taxonomy code is not ten letters and digits with an X at the end.

# %%
report.table("taxonomies", limit=24)

# %% [markdown]
# ## What comes first?
#
# The claims that lose their deadline soon or during the closeout, then those from which most money can be expected. The arithmetic is in the row: what the practice itself received of earlier claims like it.

# %%
report.table("first", limit=24)

# %% [markdown]
# The record behind it. Where too few claims are known, nothing is expected, and the claim is ranked by what is open.

# %%
report.table("record", limit=24)

# %% [markdown]
# ## Which deadlines end when?
#
# Medicare's are public; those of other payers are in contracts and belong into the client's `enrollment.xlsx`. What nobody has looked up is unknown.

# %%
report.table("deadlines", limit=24)

# %% [markdown]
# A claim that was filed in time and waits has no deadline, as long as the payer has it. Should it never have arrived, it can be filed again until the payer's limit; a denied one may be corrected in place of an appeal.

# %%
report.table("further", limit=24)

# %% [markdown]
# What decides is the last day on which something can still be done. Here is each limit by itself, also where another one decides: how many open claims have passed it, and how many will soon. A claim's own limit counts from its service, whatever became of it since. Beside them are the first day that has passed and the next one. Where a limit counts from a service, the page has its month and the consultant's workbook its day.

# %%
report.table("limits", limit=24)

# %% [markdown]
# A reason of a denial tells what to mend; its remarks say whether it can be appealed. Here are the denied claims by reason, with how many of each cannot be appealed.

# %%
report.table("reasons", limit=24)

# %% [markdown]
# ## Who works what?
#
# No export carries the state of a claim, so people write it down: owner, next action and its day. The workbook below is filled as far as the files tell.

# %%
report.table("owners")

# %% [markdown]
# Claims that people note as open work although nothing of them is open: whoever works the list looks for money that is in.

# %%
report.table("resolved_notes", limit=24)

# %%
handoff.save(report, kind(book_of(inputs)), filled(book_of(inputs)))

# %% [markdown]
# What came back, and the client's own lists: an unread file, or a cell that was not understood, is a reason to look.

# %%
report.table("returned")

# %% [markdown]
# ## Which appeals are under way?
#
# The documents of an appeal do not leave Office Ally; where they are kept must be written down before the account closes.

# %%
report.table("lists", limit=24)

# %%
report.table("list_rows", limit=24)

# %% [markdown]
# Minutes, notes and e-mails that name a day. A day on which Office Ally closes is compared with the end of the closeout.

# %%
report.table("decisions")

# %% [markdown]
# Every appeal that the intake, a list or a workbook names, once.

# %%
report.table("appeals", limit=24)

# %% [markdown]
# What people wrote down to be done in the days after this report, claims and appeals alike.

# %%
report.table("due_actions", limit=24)

# %% [markdown]
# Which remittances of both systems have no posting on file? The consultant's workbook names their checks.

# %%
report.table("unposted", limit=24)

# %% [markdown]
# ## Does the list of denials have every denied claim?
#
# The claims that the claim history calls denied, beside the lists of denials: those in no list first. Last come listed ones that are decided again since, which are no open work. The workbook names each claim, when it was denied, and whether the list calls it worked.

# %%
report.table("denials", limit=24)

# %% [markdown]
# A list that prints a last day to appeal is quoted with it, as the list's own word. The payer's rule is beside it, counted from the day of the denial in the list.

# %%
report.table("denial_days", limit=24)

# %% [markdown]
# A list of what insurers owe by account is the client's own control of its claims: the open claims of each account are beside it.

# %%
report.table("accounts", limit=24)

# %% [markdown]
# A list of patients' balances is no control of what payers owe. What patients owe and the credits owed to them stand apart: a credit pays nobody else's balance.

# %%
report.table("patients_owe")

# %% [markdown]
# Each credit by itself; the consultant's workbook names its account.

# %%
report.table("patients_credits", limit=24)

# %% [markdown]
# ## What will be open at the end of the closeout?
#
# From the practice's own days from service to resolution, with a range. A claim older than any that was ever resolved is taken to stay open.

# %%
report.table("forecast", limit=24)

# %% [markdown]
# The balances of the claim history alone, by the same table as in the parallel run.

# %%
report.table("aging")

# %% [markdown]
# The client's own A/R aging, where one is held: each payer and age to the cent, beside those balances.

# %%
report.table("aging_days", limit=24)

# %% [markdown]
# Each amount of the newest version of each day, beside the claim history.

# %%
report.table("aging_reported", limit=48)

# %% [markdown]
# Of an aging with a row for each claim: where it and the claim history differ, and how the history has such a claim.

# %%
report.table("aging_claims", limit=24)

# %%
charts.bars(
    result.tables["trend"],
    "week_label",
    "open_cents",
    by="bucket",
    title="Old claims open, week by week",
    alt="One bar a week, the latest last, parted by the age of the claims in days.",
)

# %%
report.table("weekly", limit=24)

# %% [markdown]
# ## Who owns the old claims, in writing?

# %%
report.table("agreements")

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
decisions, legacy = inputs.decisions, inputs.legacy
decisions.groupby(["payer", "outcome"])["paid_cents"].agg(["size", "sum"])

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(book_of(inputs).open, by=["status", "payer", "handed"])

# %% [markdown]
# ## What does this not show?
#
# Where the limits and deadlines come from, and where the data end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
