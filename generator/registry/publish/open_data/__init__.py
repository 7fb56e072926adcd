"""The public view as data: JSON, tables, feeds and calendars below data/v1/, with what describes them."""
