"""Checked data → typed, immutable dossiers, and the register that holds them with its indexes."""
