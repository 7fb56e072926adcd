"""The forge: owners of paths, issues, the pages where files are edited."""
