"""The works that hushed cites: each once, each whole, and named alike wherever it is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hushed
from hushed.bibliography.publication import Publication
from hushed.bibliography.publications import PUBLICATIONS, in_full, in_order, in_short
from hushed.replications.registry import REPLICATIONS

SOURCES = Path(hushed.__file__).parent
GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"


@pytest.mark.parametrize(
    ("authors", "short", "text"),
    [
        ("Student", "Student 1999", "Student (1999). Tides. Sea 3(2), 1-9."),
        ("Van den Dune, E.-F.", "Van den Dune 1999", "Van den Dune, E.-F. (1999). Tides. Sea 3(2), 1-9."),
        ("Moon, A. and Sun, B. C.", "Moon & Sun 1999", "Moon, A., & Sun, B. C. (1999). Tides. Sea 3(2), 1-9."),
        (
            "Moon, A. and Sun, B. C. and Wind, D.",
            "Moon et al. 1999",
            "Moon, A., Sun, B. C., & Wind, D. (1999). Tides. Sea 3(2), 1-9.",
        ),
        ("Moon, A. and others", "Moon et al. 1999", "Moon, A., et al. (1999). Tides. Sea 3(2), 1-9."),
    ],
)
def test_how_a_work_is_named(authors: str, short: str, text: str) -> None:
    work = Publication(authors, 1999, "Tides", "Sea", "3(2), 1-9")
    assert (work.short, work.text) == (short, text)


def test_bibtex_entries_are_whole() -> None:
    for key, each in PUBLICATIONS.items():
        entry = each.bibtex(key)
        assert entry.startswith(f"@{each.kind}{{{key},\n")
        assert entry.endswith("\n}")
        assert entry.count("{") == entry.count("}")
        for field in ("author", "title", "year"):
            assert re.search(rf"^  {field} +=", entry, re.MULTILINE), (key, field)


def test_every_work_is_there_once_under_its_author_and_year() -> None:
    for names in ([one.title.casefold() for one in PUBLICATIONS.values()], [*filter(None, _dois())]):
        assert len(names) == len(set(names))
    assert list(PUBLICATIONS) == sorted(PUBLICATIONS)
    for key, work in PUBLICATIONS.items():
        assert key.endswith(str(work.year))
    assert all(re.fullmatch(r"10\.\d{4,5}/\S+", doi) for doi in _dois() if doi)


def _dois() -> list[str]:
    return [one.doi for one in PUBLICATIONS.values()]


def test_no_source_is_written_out_anywhere_else() -> None:
    """A reference in full has authors, a year in brackets and the title: only the bibliography holds such."""
    for source in SOURCES.rglob("*.py"):
        if source.parent.name != "bibliography":
            assert not re.search(r"[A-Z]\. \((?:19|20)\d\d\)\. [A-Z]", source.read_text(encoding="utf-8")), source


def test_rebuilt_models_name_their_articles_in_full_and_in_short() -> None:
    for model in REPLICATIONS.values():
        assert model.citation == in_full(*model.sources)
        assert len(model.cited.split("; ")) == len(model.sources) > 0
    assert REPLICATIONS["thresholds"].cited == "Granovetter 1978; Kuran 1989"


def test_works_stand_by_author_and_year() -> None:
    keys = [key for key, _ in in_order(("wei2016", "penney2017", "penney2016", "barabasi1999"))]
    assert keys == ["barabasi1999", "penney2016", "penney2017", "wei2016"]
    assert in_short("wei2016", "watts1998") == "Wei et al. 2016; Watts & Strogatz 1998"


def test_the_glossary_lists_works_as_the_bibliography_has_them() -> None:
    listed = GLOSSARY.read_text(encoding="utf-8").rpartition("\n## ")[2]
    items = [" ".join(item.split()) for item in re.split(r"^- ", listed, flags=re.MULTILINE)[1:]]
    assert len(items) > 5
    known = {work.text for work in PUBLICATIONS.values()}
    assert set(items) <= known
