"""Cutover Workbook: the analysis library behind the notebooks."""

__version__ = "0.3.0"
