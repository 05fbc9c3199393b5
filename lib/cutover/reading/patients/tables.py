"""The contracts of the patient import: patients, coverages, guarantors, authorizations. A neutral form.

Their columns stand in `data/reference/tables/patients.csv`; where X12 and FHIR have them, in `patient_import.toml`.
"""

from __future__ import annotations

from cutover.reference import columns_of

PRIORITIES = ("primary", "secondary", "tertiary")

PATIENTS = columns_of("patients", "patients")
COVERAGES = columns_of("patients", "coverages")
GUARANTORS = columns_of("patients", "guarantors")
AUTHORIZATIONS = columns_of("patients", "authorizations")
EXCEPTIONS = columns_of("patients", "exceptions")
DUPLICATES = columns_of("patients", "duplicates")
CONSERVATION = columns_of("patients", "conservation")
