"""From a grid of cells to records: what headings and cells mean, what is asked, what was not understood."""
