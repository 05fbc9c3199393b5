"""One module per question family: canonical tables in, a Result out; knows no HTML."""
