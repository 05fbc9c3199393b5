"""Files that lie beside a report: work lists, plans, calendars, schedules, and what people fill in."""
