"""The rules, a module for each group of articles of the regulation."""
