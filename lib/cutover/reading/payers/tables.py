"""The contracts of payer enrollment: what was filed, what payers require, and what was read of either."""

from __future__ import annotations

from cutover.reference import columns_of

INTAKE, EXPORT, TRACKER = "intake", "export of enrollments", "tracker of enrollments"

ENROLLMENTS = columns_of("payers", "enrollments")
ENROLLMENT_FILES = columns_of("payers", "enrollment_files")
ENROLLMENTS_ASIDE = columns_of("payers", "enrollments_aside")
REQUIREMENTS = columns_of("payers", "requirements")
CONTRACT_RATES = columns_of("payers", "contract_rates")
CONTRACT_RATES_ASIDE = columns_of("payers", "contract_rates_aside")
NONASSIGNED = columns_of("payers", "nonassigned")
