"""What the scripts of search and verification look up."""
