"""One batch on several machines: Dask distributed gives out the reports, the shared home holds what they rest on."""
