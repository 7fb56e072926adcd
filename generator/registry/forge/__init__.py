"""The forge: owners of paths, issues, links to its editor, and the workflows that run there."""
