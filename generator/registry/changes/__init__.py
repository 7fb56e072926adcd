"""A base and a head: what a change has caused, what it means, which pages it reaches."""
