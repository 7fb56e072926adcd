"""Papers: what an office writes of the register's records, in official layout, as documents to edit."""
