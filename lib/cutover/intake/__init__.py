"""What the intake workbook asks: its fields, its sheets, and the templates that people fill in."""
