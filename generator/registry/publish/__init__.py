"""Register → public view → pages. Only the plugin and `build` know MkDocs; the stamping does not."""

import os

# MkDocs is pinned below 2; Material's notice about that says nothing to whoever builds a register.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
