"""A review as one page of HTML that stands alone: for the reviewer's file, on a screen and on paper.

It has no script and asks for nothing: its policy allows its own style sheet alone.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..changes.outside import TITLE
from ..review.view import ProposalReview, find_gravest
from . import review_words
from .changes_report import COMPUTED, MEANING, NOTHING, name_pages
from .check_report import describe_before

FOLDER = Path(__file__).parent
STYLE = FOLDER.joinpath("review.css").read_text("utf-8")
POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
# What the template calls by these names, beside the review.
GLOBALS = {
    "words": review_words,
    "outside": TITLE,
    "meaning": MEANING,
    "nothing": NOTHING,
    "computed": COMPUTED,
    "name_pages": name_pages,
    "describe_before": describe_before,
    "find_gravest": find_gravest,
    "wide": 10,  # columns, from which on headings break
}


def write_page(review: ProposalReview) -> str:
    """The whole page; ends with a line feed."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # A name that is mistyped in the template raises; else it would be an empty place on the page.
        undefined=StrictUndefined,
    )
    # The style stands in the page itself, where a policy allows it by its digest alone.
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    template = templates.get_template("review.html")
    return template.render(GLOBALS, review=review, style=STYLE, policy=POLICY.format(digest)).lstrip()
