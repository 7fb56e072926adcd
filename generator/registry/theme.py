"""The theme `registry`, as MkDocs and Zensical find it: in the folder of its entry point's file."""

from .settings import SITE

__file__ = str(SITE / "theme" / "__init__.py")  # in a checkout the theme stands outside of the package
