# %% [markdown]
# # Parallel run reconciliation
#
# **Both systems are open: is every dollar landing once, in the system where it belongs, and when may Office Ally be closed?**
#
# Reads `era`, `medi_era`, `postings`, `bank`, `claims`, `medi_submissions`, `meetings` and the intake workbook. Writes its findings and the evidence workbook into the practice's reports.

# %% tags=["parameters"]
client = "sample-run"
practice = "linden-row"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.reading.practice.book import opened
from cutover.reporting.drawing import charts
from cutover.reporting.drawing.lights import weeks_and_lights
from cutover.reporting.page import Report
from cutover.workstreams.parallel_run.inputs import load
from cutover.workstreams.parallel_run.report import assess, period

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
    name="09_parallel_run_reconciliation",
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
# ## What does the meeting work on today?
#
# Work it from the top: what stops money first, then the oldest item. Each item keeps its key, its owner and the day it was first seen until it is settled. What could not be looked at, because a file is missing, is carried on.

# %%
report.table("meeting")

# %% [markdown]
# ## May we close?
#
# A payer may close when three things hold. Its remittances have come to Medi for two weeks in its usual rhythm, nothing of it is unexplained, and its old claims are resolved.

# %%
report.table("closing")

# %% [markdown]
# What the practice as a whole still lacks; without a row, nothing.

# %%
report.table("practice")

# %% [markdown]
# A call is held each working day in the first two weeks and each week after. A note is proof that one was held; without a row no note is on file.

# %%
report.table("calls")

# %%
report.table("decisions")

# %% [markdown]
# ## Where does each payer send its remittances?
#
# A payer sends to one clearinghouse at a time, so each has one switch date. A payer that is silent in both systems is the alarm that matters most.

# %%
report.table("switches")

# %% [markdown]
# A remittance that lies in both systems is posted once; the last row counts it once.

# %%
report.table("systems")

# %%
report.table("in_medi")

# %% [markdown]
# ## Where did claim payments land, and where do they belong?
#
# The claim decides, not the file and not the check. It belongs to the system that alone sent it. Otherwise service before the cutover date belongs to Office Ally, service from that day on to Medi. That a payment landed on the other side is normal around a switch; that it is posted there is not.

# %%
weeks_and_lights(
    result.tables["landed"],
    result.tables["lights"],
    alt="One bar a week, parted by system; below it one line a payer with its light and where it stands.",
    title=result.tables["landed"].title,
    note=result.tables["landed"].note,
)

# %%
report.table("routing")

# %% [markdown]
# ## Is every claim payment accounted for?
#
# Each claim payment is in exactly one class, and the classes add up to all that the payers sent.

# %%
report.table("classes")

# %% [markdown]
# A dollar is compared three times: bank with remittance, remittance with claims, claims with postings. Each comparison has its own total, and what remains of it must be zero.

# %%
report.table("legs")

# %% [markdown]
# What the bank received, by its own dates: insurers' deposits apart from cards, transfers and grants.

# %%
report.table("deposit_months")

# %% [markdown]
# A difference of zero may be made of two errors; the last columns tell such a zero from a true one.

# %%
report.table("payers")

# %% [markdown]
# ## Which claims went out through which system?
#
# A list of the claims that went out through Medi is compared with the files of Office Ally. A claim of both may be paid or denied twice.

# %%
report.table("sent_tie")

# %% [markdown]
# What went out on paper or another way is in neither system. Its payer's remittances may still come through one.

# %%
report.table("sent_elsewhere")

# %%
report.table("sent_both")

# %% [markdown]
# What came back of each claim is asked of the list, the 277CAs and the remittances. What none of them shows is called not known.

# %%
report.table("sent_classes")

# %%
report.table("sent_weeks")

# %% [markdown]
# ## What is left of the old claims?
#
# The outgoing arrangement works claims from before the cutover for at least sixty days and reports their age every week.

# %%
report.table("aging")

# %%
charts.bars(
    result.tables["trend"],
    "week_label",
    "open_cents",
    by="bucket",
    title="Legacy claims open, week by week",
    alt="One bar a week, the latest last, parted by the age of the claims in days.",
)

# %% [markdown]
# ## What was read of postings, deposits and lists of claims?
#
# A file that was not read is a reason to look before anything above is believed.

# %%
report.table("files")

# %% [markdown] tags=["desk"]
# ## Write the meeting down
#
# After the meeting, one click writes the open items into a file. Then edit owner and note in it. A batch run leaves this out.

# %% tags=["interactive"]
from cutover.desk.meeting import MeetingDesk

MeetingDesk(who, result.tables["meeting"], day)

# %% [markdown] tags=["interactive"]
# ## Is every column of these files what it is taken for?
#
# What was confirmed once holds for every later file with these headers.

# %% tags=["interactive"]
from cutover.desk.columns import columns_desk

columns_desk(who, "postings", "bank", "claims", "medi-submissions", as_of=day)

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
items, postings = inputs.items, inputs.postings
items.groupby(["payer", "class"])["cents"].sum().nlargest(10)

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(items, by=["class", "payer", "feed"])

# %% [markdown]
# ## What does this not show?
#
# Where the lengths and limits come from, and where the data end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
