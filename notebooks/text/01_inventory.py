# %% [markdown]
# # Inventory
#
# **Do we hold everything that must move, and does it open?**
#
# Reads every file of the practice's folder and its intake workbook. Writes its findings and the evidence workbook into the practice's reports, and the manifest of what is held into `data/manifests`.

# %% tags=["parameters"]
client = "sample-billing"
practice = "cedar-grove"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.reading.practice import manifest
from cutover.reading.practice.book import opened
from cutover.reporting.drawing import charts
from cutover.reporting.drawing.phases import phases
from cutover.reporting.page import Report
from cutover.workstreams.inventory.inputs import load
from cutover.workstreams.inventory.report import assess, period

who, day = opened(client, practice, as_of, known=False)
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
    name="01_inventory",
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
# ## How many days are left?
#
# What is not on file when the account closes is gone. The account stays open at least until the old claims are worked.

# %%
phases(
    result.tables["countdown"],
    "what",
    "today",
    {"until the cutover": "cutover", "until the closeout ends": "closing"},
    alt="One bar for each thing that is not on file: the days to the cutover, and to the end of the closeout.",
    today=day,
    title=result.tables["countdown"].title,
    note=result.tables["countdown"].note,
    names_days=False,
    leads=True,
)

# %% [markdown]
# ## What absolutely must move, and what of it is on file?
#
# Seven things, from files and from the intake side by side. What is missing on the day the account closes is missing for good.

# %%
report.table("must_move")

# %% [markdown]
# What each of the seven is, why it matters, and what period is on file.

# %%
report.table("must_move_why")

# %% [markdown]
# ## How does the practice use Office Ally, and how large is the project?
#
# First what the files show, for and against; then what follows from it. A file that every pattern has decides nothing.

# %%
report.table("usage")

# %%
report.table("project")

# %% [markdown]
# ## Where do the ten workstreams stand?
#
# The planning checklist, one line each, with the next step and who takes it. The report Open claims handed over lists the open claims one by one. Its workbook is where people write down what they know.

# %%
report.table("workstreams")

# %% [markdown]
# What belongs to each, in the guide's sense.

# %%
report.table("workstreams_why")

# %% [markdown]
# ## Are there twelve months of paid history?
#
# Whole calendar months alone: a month that still runs cannot be complete.

# %%
charts.grid(
    result.tables["months"],
    "month",
    "source",
    "rows",
    title="Payments and rows by source and month",
    alt="One row a source, one column a month; an empty cell has nothing of that source.",
)

# %% [markdown]
# ## What does the claim history hold?
#
# The claims of its files, and the rows that are none, with the reason. Rows that are not the practice's are a finding. Claims of lists of what was sent through Office Ally stand below them.

# %%
report.table("claim_history")

# %% [markdown]
# ## What does Office Ally export, and what only through support?
#
# What the practice can take out by itself, and what has to be asked for. The time that support takes is not published.

# %%
report.table("exports")

# %%
report.table("requests")

# %% [markdown]
# ## What does not export at all?
#
# No file will ever hold these: they are written down by hand while the screens can still be seen.

# %%
report.table("by_hand")

# %% [markdown]
# ## What has been agreed and attested?
#
# Two agreements are written before the cutover; the checks of day zero are answered on the day by the person who saw them hold. Each item, what the files show of it, and whether the practice may move, is in the report Cutover readiness.

# %%
report.table("attestations")

# %% [markdown]
# ## What lies in the folder?
#
# Every file is in exactly one row, recognized by its content and not by its name. Copies are counted once in rows.

# %%
report.table("by_kind")

# %% [markdown]
# What does not open, is empty or has to be looked at by a person; what to do with each is in the consultant's workbook.

# %%
report.table("to_look_at", limit=25)

# %% [markdown]
# ## What changed since the last manifest?
#
# Each run writes down the hash of every file. What was held before and is gone shows here.

# %%
kept = manifest.keep(manifest.manifest_of(inputs.holdings, day), who)
report.table("changes")

# %%
report.sentence(
    f"The manifest of {kept.day} lists {len(kept.files):,} files; its own sha256 is {kept.sha256[:16]}..."
)

# %% [markdown] tags=["interactive"]
# ## Is every column of every file what it is taken for?
#
# All tables of this practice at one desk, what needs a person first: look at the values, accept, and take back. What was confirmed once holds for every later file with these headers, in every notebook.

# %% tags=["interactive"]
from cutover.desk.columns import columns_desk

columns_desk(who, as_of=day)

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
files = inputs.files
files.groupby(["folder", "state"])["bytes"].agg(["size", "sum"])

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(files, by=["folder", "subject", "state"])

# %% [markdown]
# ## What does this not show?
#
# Where the rules come from, and where they end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
