# %% [markdown]
# # Cutover readiness
#
# **May this practice move on this day, what holds it, and when could it move?**
#
# Reads the practice's intake, claims, ERAs, enrollments and patients, what Medi gave back in `medi_patients`, `medi_submissions` and `medi_era`, and the workbooks in `handoff`. Writes its findings, the evidence workbook and the sheet of the day into the practice's reports.

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
from cutover.workstreams.readiness.inputs import load
from cutover.workstreams.readiness.report import assess, period
from cutover.workstreams.readiness.workbook import filled, kind

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
    name="08_cutover_readiness",
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
# ## Which gates hold?
#
# Data decides where it can: what it shows needs no signature, and what it refutes no signature mends. The rest is attested with name and day, and an open gate is open.

# %%
report.table("gates")

# %%
charts.bars(
    result.tables["standing"],
    "state",
    "gates",
    title="Gates by their state",
    alt="One bar for each state: how many gates are so.",
)

# %% [markdown]
# Since the sheet of the day was printed; without a row, nothing has changed or no sheet has come back.

# %%
report.table("changes")

# %% [markdown]
# ## What must be done by when?
#
# Counted back from the cutover. What is late delays the gate beside it.

# %%
report.table("steps")

# %% [markdown]
# ## Did patients and providers arrive?
#
# The import is compared with what Medi exports, to the row and field and both ways. Each patient is searched as a biller does. A provider is seen where a file of Medi names the NPI.

# %%
report.table("patients")

# %%
report.table("searched")

# %%
report.table("providers")

# %% [markdown]
# ## Does a claim get through, and does an ERA come back?
#
# A 999 says that a file was taken, a 277CA what became of each claim in it.

# %%
report.table("receipts")

# %% [markdown]
# The enrolled payers and the gaps, for those who reconcile after the move.

# %%
report.table("enrolled")

# %%
report.table("notes")

# %% [markdown]
# ## Who may see what?
#
# The practices that each user sees in Medi must be those of Office Ally, unless something is meant to change.

# %%
report.table("users")

# %% [markdown]
# ## The page of the day
#
# Print it, tick each item, sign it and note the time. The workbook beside this report holds the same items; a filled copy in the folder `handoff` counts as attestation.

# %%
report.table("page")

# %%
handoff.save(report, kind(inputs), filled(inputs))

# %% [markdown]
# The client's own lists of appeals, claims to be worked and calls to payers: what is late, and what is nobody's.

# %%
report.table("lists", limit=24)

# %%
report.table("list_rows", limit=24)

# %% [markdown]
# Minutes, notes and e-mails that name a day. A day on which Office Ally closes is compared with the end of the closeout.

# %%
report.table("decisions")

# %% [markdown]
# Which remittances of both systems have no posting on file? The consultant's workbook names their checks.

# %%
report.table("unposted", limit=24)

# %% [markdown]
# The workbooks that came back and the client's own lists, and what was read of them.

# %%
report.table("returned")

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
submitted = inputs.submitted
submitted.groupby(["source", "state"])["charge_cents"].agg(["size", "sum"])

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(inputs.plan.standing, by=["state", "payer", "transaction"])

# %% [markdown]
# ## What does this not show?
#
# Where gates and days come from, and where the data end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
