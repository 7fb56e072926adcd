"""What comes to a record that stands: a step, a date, a document, the list of a batch; one or a whole batch."""
