"""A second client of the Cutover Workbook, written from its own events and sharing no code with the readers."""
