"""The contracts of payer enrolment: what was filed, what payers require, and what was read of either."""

from __future__ import annotations

from cutover.reference import columns_of

INTAKE, EXPORT = "intake", "export of enrolments"

ENROLMENTS = columns_of("payers", "enrolments")
ENROLMENT_FILES = columns_of("payers", "enrolment_files")
ENROLMENTS_ASIDE = columns_of("payers", "enrolments_aside")
REQUIREMENTS = columns_of("payers", "requirements")
