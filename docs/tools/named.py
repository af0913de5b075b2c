"""Names for what the site's theme leaves without one, so that a screen reader can say what it is. A hook of mkdocs."""

from __future__ import annotations

from typing import Any

UNNAMED = {'data-md-component="search" role="dialog"': 'data-md-component="search" role="dialog" aria-label="Search"'}
"""What stands in every page, and what it becomes."""


def on_post_page(output: str, **_: Any) -> str:
    """Called by mkdocs with every page as it will be written."""
    for found, named in UNNAMED.items():
        output = output.replace(found, named)
    return output
