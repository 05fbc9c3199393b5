"""From a client's files to canonical tables; knows no workstream."""
