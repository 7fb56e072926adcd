"""What a reviewer decides by: a proposal with its findings, tables, documents, and who approves."""
