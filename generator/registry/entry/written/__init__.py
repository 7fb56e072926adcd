"""What people write, in a cell or on a command line, as the value that a record has."""
