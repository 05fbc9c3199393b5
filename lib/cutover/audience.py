"""Who reads a report: a practice's owner, or a consultant at the desk who may see patients."""

OWNER, CONSULTANT = "owner", "consultant"
AUDIENCES = (OWNER, CONSULTANT)
