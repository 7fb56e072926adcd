"""The second site, for staff alone: it holds what is not public, and lies apart from the public one."""
