"""Register → findings. A rule is a sentence; the table of rules is the list of functions."""
