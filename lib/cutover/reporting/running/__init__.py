"""Notebooks run side by side in processes of their own, each report whole in its place or not there."""
