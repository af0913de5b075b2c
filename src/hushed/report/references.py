"""How hushed itself is cited."""

from __future__ import annotations


def software_text(version: str) -> str:
    """How hushed itself is cited."""
    return (
        f"The hushed authors. hushed: a laboratory for the chilling effects of social scoring, on invented societies. "
        f"Version {version}. MIT licence."
    )


def software_bibtex(version: str) -> str:
    """The BibTeX entry of hushed itself."""
    title = "hushed: a laboratory for the chilling effects of social scoring, on invented societies"
    lines = ["@misc{hushed,", "  author       = {{The hushed authors}},", f"  title        = {{{{{title}}}}},",
             f"  note         = {{Version {version}, MIT licence}},", "}"]  # fmt: skip
    return "\n".join(lines)
