"""What staff need around the records: forms in and out, owners of paths, the list of what is due."""
