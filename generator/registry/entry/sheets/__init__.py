"""Spreadsheets as plain grids of cells, whatever wrote them; and such a file with its faults marked."""
