"""What comes to a record that stands: a step, a day, a document, a list; of one record or of many."""
