"""What Git knows of a register's files: commits, days, contents at a revision."""
