"""The filled intake workbook read back: a typed table for each sheet, and every problem by place."""
