"""Workbooks out: a kind of record as a table to fill in, or a record as it stands."""
