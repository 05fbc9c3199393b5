"""X12 as arrays: envelopes, segments, elements and their values; knows no transaction set."""
