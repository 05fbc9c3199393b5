# %% [markdown]
# # Demographics mapping
#
# **Will every patient, coverage and authorization arrive as it is today?**
#
# Reads the practice's `demographics` folder, intake and ERA archive, the client's payer list and confirmed crosswalks. Writes the patient import to `data/processed` and its findings with the evidence workbook into the practice's reports.

# %% tags=["parameters"]
client = "sample-billing"
practice = "cedar-grove"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.desk.patient_files import write_import
from cutover.reading.practice.book import opened
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.demographics.inputs import load
from cutover.workstreams.demographics.report import assess, period

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
    name="02_demographics_mapping",
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
# ## How many patients are ready?
#
# A blocked patient is set aside until its cause is mended; one with warnings arrives, and somebody should look at it. Active means seen in the last twelve months, or with an open claim. Nobody who has died counts as active.

# %%
report.table("readiness")

# %%
charts.bars(
    result.tables["readiness"],
    "readiness",
    "patients",
    title="Patients by readiness",
    alt="One bar for each of ready, ready with warnings and blocked: how many patients are so.",
)

# %% [markdown]
# ## Is anything lost on the way?
#
# Every record of the export is in the import or set aside for a reason that is named, and is counted once.

# %%
report.table("conservation")

# %%
report.table("files")

# %% [markdown]
# ## Where does each field come from?
#
# A confirmed mapping is a person's decision. A suggested one rests on the header and the values; an unsure one is not used until a person has chosen.

# %%
report.table("mapping")

# %%
report.table("unmapped")

# %% [markdown]
# Choose the column of a field and see what it changes. The button stores the choice for this client and this set of headers, and the next batch run uses it.

# %% tags=["interactive"]
from cutover.desk.patient_columns import mapping_desk

mapping_desk(inputs.export, who, day, inputs.known)

# %% [markdown]
# ## Which payers are named, and who may they be?
#
# A proposal agrees in name, state and line of business. None is accepted before a person has looked: one payer has several IDs, and one name several payers.

# %%
report.table("payers")

# %%
report.table("by_payer")

# %%
report.table("further")

# %%
report.table("history")

# %% [markdown]
# Authorizations one by one: until when each goes on, and whether visits are left of it. A blank is not none.

# %%
report.table("authorizations", limit=24)

# %% [markdown]
# What the lists hold and no import has a field for: accidents, their days, and what people wrote down.

# %%
report.table("beside")

# %% [markdown]
# ## Who may be there twice?
#
# The list is for looking at, nothing is merged: twins, and a father and son of one name, are two people each.

# %%
report.table("duplicates")

# %% [markdown]
# Twins, and two of one name and birth date who share neither payer, member ID nor ZIP, are two people each.
# Two of one name with two birth dates are shown with them: perhaps two people, perhaps one date keyed wrong.

# %%
report.table("alike")

# %% [markdown]
# ## Who has an ID in Medi already?
#
# By the client's own map of old numbers to Medi IDs, where there is one: who lacks an ID, and what the map leaves open.

# %%
report.table("medi_ids")

# %% [markdown]
# ## What was checked?
#
# Every rule stands here, also those without a case: an empty line means that it was looked for.

# %%
report.table("rules", limit=100)

# %% [markdown]
# ## What is written?
#
# The import is a neutral form with its own data dictionary. The exceptions workbook names each case by file and row.

# %%
write_import(who.processed, inputs.export, inputs.prepared)
report.save()

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
patients, coverages = inputs.patients, inputs.coverages
coverages["payer_name"].value_counts().head(10)

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(inputs.exceptions, by=["code", "severity"])

# %% [markdown]
# ## What this does not show, and where the rules come from

# %%
report.limits(heading=None)

# %%
report.sources()
