"""For a consultant in JupyterLab: widgets to explore frames, confirm mappings and try what-ifs; never in a batch."""
