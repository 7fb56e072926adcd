"""What the web forms read: the schema of each kind in one piece, what a value may name, what is known."""
