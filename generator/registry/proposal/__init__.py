"""A clerk's way through Git, without its words: the main line brought in, drafts, a proposal."""
