"""A published work: how running text names it, how a list of sources gives it, and its BibTeX entry."""

from __future__ import annotations

from typing import NamedTuple

_PLACES = {"article": "journal", "incollection": "booktitle", "book": "publisher", "misc": "howpublished"}
"""The BibTeX field that says where a work of each kind appeared."""
_OTHERS = "others"
"""As BibTeX has it: authors who are not named."""


class Publication(NamedTuple):
    """One publication."""

    authors: str
    "Surname, initials; several joined by ' and ', as BibTeX has them; 'others' for those who are not named."
    year: int
    title: str
    where: str
    "Journal, book or place; with its BibTeX field in `kind`."
    numbers: str = ""
    "Volume, issue and pages, as 'volume(issue), pages'."
    doi: str = ""
    kind: str = "article"

    @property
    def short(self) -> str:
        """How running text names it: 'Watts & Strogatz 1998', 'Ross et al. 2019'."""
        names = [name.split(",")[0] for name in self.authors.split(" and ")]
        many = len(names) > 2 or _OTHERS in names
        return f"{names[0]} et al. {self.year}" if many else f"{' & '.join(names)} {self.year}"

    @property
    def text(self) -> str:
        """The reference as a reader expects it, without its DOI."""
        *first, last = self.authors.split(" and ")
        end = "et al." if last == _OTHERS else f"& {last}"
        authors = f"{', '.join(first)}, {end}" if first else last
        where = f"{self.where}{f' {self.numbers}' if self.numbers else ''}"
        return f"{authors} ({self.year}). {self.title}. {where}."

    def bibtex(self, key: str) -> str:
        """The reference as a BibTeX entry."""
        fields = {"author": self.authors, "title": f"{{{self.title}}}", "year": str(self.year)}
        fields[_PLACES[self.kind]] = self.where
        volume, _, pages = self.numbers.partition(", ")
        issue = volume.partition("(")[2].rstrip(")")
        fields |= {"volume": volume.partition("(")[0], "number": issue, "pages": pages.replace("-", "--")}
        fields["doi"] = self.doi
        lines = [f"  {name:<12} = {{{_escaped(value)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@{self.kind}{{{key},", *lines, "}"])


def _escaped(value: str) -> str:
    return value.replace("&", "\\&").replace("%", "\\%")
