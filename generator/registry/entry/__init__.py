"""Records in: the next lawful record as a form, with what is known of it."""
