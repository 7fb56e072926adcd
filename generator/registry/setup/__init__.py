"""A register of one's own: the files that it begins with, and the version of the program that it keeps."""
