"""The works that a description names, found in its text and listed in full."""

from __future__ import annotations

import re

from hushed.bibliography.publication import Publication
from hushed.bibliography.publications import PUBLICATIONS

_CITED = re.compile(r"\b([A-Z][\w'-]+)(?:(?:, | & |, & )[A-Z][\w'-]+)*(?: et al\.?)? \(?((?:19|20)\d\d)\b")
_ACCENTS = str.maketrans("áéíóúäöü", "aeiouaou")
Work = tuple[str, int]
"""First author without accents, and year."""


def works() -> dict[Work, Publication]:
    """Every work that can be cited, by first author and year."""
    return {(one.authors.split(",")[0].translate(_ACCENTS), one.year): one for one in PUBLICATIONS.values()}


def works_in(text: str) -> tuple[Work, ...]:
    """The works a text cites, as author and year ('Ross et al. 2019', 'Watts & Strogatz (1998)'), in its order."""
    found = ((author.translate(_ACCENTS), int(year)) for author, year in _CITED.findall(" ".join(text.split())))
    return tuple(dict.fromkeys(found))


def listed(text: str) -> tuple[str, ...]:
    """The full references of all works a text cites, by author; works it names that are not known are left out."""
    known = works()
    return tuple(sorted(known[work].text for work in works_in(text) if work in known))
