"""Bytes → checked plain data: which files are records, strict YAML with positions, JSON Schema."""
