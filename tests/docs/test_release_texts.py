"""What a release says of itself: how to cite it, what changed, what can be relied on, how to add to it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import changelog
import pytest
import yaml

import hushed
from hushed.results.provenance import FORMAT
from hushed.scenario.schema import SCHEMA

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

# Citation File Format 1.2.0, the schema's lists (citation-file-format.github.io).
REQUIRED = {"cff-version", "message", "title", "authors"}
KEYS = REQUIRED | set(
    "abstract commit contact date-released doi identifiers keywords license license-url preferred-citation references "
    "repository repository-artifact repository-code type url version".split()
)
PERSON = {"affiliation", "alias", "email", "family-names", "given-names", "name-particle", "name-suffix", "orcid"}
ENTITY = {"name", "alias", "website", "email", "country", "city"}
REFERENCE_KEYS = {"type", "title", "authors", "year", "identifiers", "notes", "journal", "volume", "doi", "url"}


def cited() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return loaded


def test_the_citation_is_valid_and_of_this_version() -> None:
    made = cited()
    assert made.keys() >= REQUIRED
    assert made.keys() <= KEYS
    assert made["cff-version"] == "1.2.0"
    assert made["type"] in ("software", "dataset")
    assert str(made["version"]) == PROJECT["version"] == hushed.__version__
    assert made["license"] == PROJECT["license"]
    assert made["authors"]
    assert len(made["keywords"]) == len(set(made["keywords"])) > 0
    for work in (made, *made["references"]):
        for author in work["authors"]:
            assert author.keys() <= (ENTITY if "name" in author else PERSON)
            assert all(isinstance(value, str) and value for value in author.values())
    for work in made["references"]:
        assert {"type", "title", "authors"} <= work.keys() <= REFERENCE_KEYS
        assert isinstance(work["year"], int)
        for identifier in work.get("identifiers", ()):
            assert identifier.keys() == {"type", "value"}
            assert identifier["type"] in ("doi", "url", "swh", "other")


def test_fragments_are_well_formed() -> None:
    assert changelog.mistakes(changelog.fragments(ROOT / "changes")) == []
    assert changelog.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("odd.new.md", "A sentence.\n", "KIND is one of added, changed, fixed, removed"),
        ("odd.txt", "A sentence.\n", "is not named"),
        ("Odd.added.md", "A sentence.\n", "is not named"),
        ("odd.added.md", "No full stop\n", "one paragraph"),
        ("odd.added.md", "One.\n\nTwo.\n", "one paragraph"),
        ("odd.added.md", "- A list.\n", "one paragraph"),
        ("odd.added.md", "word " * 130 + "end.\n", "at most 600"),
    ],
)
def test_a_malformed_fragment_is_told(tmp_path: Path, name: str, text: str, what: str) -> None:
    (tmp_path / name).write_text(text)
    (told,) = changelog.mistakes(changelog.fragments(tmp_path))
    assert told.startswith(f"{name}: ")
    assert what in told


def test_fragments_become_a_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "changes").mkdir()
    for name, text in {
        "b.fixed.md": "A mistake\nis gone.\n",
        "a.added.md": "Something is there.\n",
        "c.fixed.md": "Another is gone.\n",
        "README.md": "# What this is\n",
    }.items():
        (tmp_path / "changes" / name).write_text(text)
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n{changelog.MARK}\n## 0.1.0 (2026-01-01)\n")
    assert changelog.main(["0.2.0"], tmp_path) == 2
    assert "wanted: --check, or a version and a date" in capsys.readouterr().err
    assert changelog.main(["0.2.0", "2026-12-01"], tmp_path) == 0
    assert (tmp_path / "CHANGELOG.md").read_text() == (
        f"# Changes\n\n{changelog.MARK}\n## 0.2.0 (2026-12-01)\n\n### Added\n\n- Something is there.\n\n### Fixed\n\n"
        "- A mistake is gone.\n- Another is gone.\n\n## 0.1.0 (2026-01-01)\n"
    )
    assert [each.name for each in (tmp_path / "changes").iterdir()] == ["README.md"]


def test_the_changelog_has_this_version_and_the_mark() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changelog.MARK in text
    assert re.findall(r"^## (\S+)", text, re.MULTILINE)[0] == PROJECT["version"]


def test_what_is_promised_names_the_formats_there_are() -> None:
    text = (ROOT / "docs" / "stability.md").read_text(encoding="utf-8")
    assert set(re.findall(r"reads and writes schema (\d+)", text)) == {str(SCHEMA)}
    assert set(re.findall(r"(?:writes and reads|result of) format (\d+)", text)) == {str(FORMAT)}
    assert PROJECT["version"].startswith("0."), "1.0 is earned: see what the page says it needs"


NUMBERS = "one two three four five six seven eight nine ten".split()


def test_steps_are_counted_alike() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"\*\*A new ([a-z ]+) takes (\w+) steps:\*\*", design))
    assert listed.keys() == {"instrument or reaction", "safeguard", "published model"}
    for name, number in listed.items():
        steps = design.partition(f"**A new {name} takes")[2].partition("\n\n")[0]
        assert re.findall(r"\((\d+)\)", steps) == [str(place) for place in range(1, NUMBERS.index(number) + 2)]
    told = re.findall(r"^\| (?:a|an) .* \| \[(\w+)\]", contributing, re.MULTILINE)
    assert told == [listed["instrument or reaction"], listed["safeguard"], listed["published model"]]


def test_links_and_targets_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("CONTRIBUTING.md", "CHANGELOG.md", "changes/README.md", "docs/stability.md", "docs/describing.md"):
        page = ROOT / name
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (page.parent / link).exists(), (name, link)
        for target in re.findall(r"`make ([a-z ]+)[`\sV]", text):
            for one in target.split():
                assert re.search(rf"^{one}:", makefile, re.MULTILINE), (name, one)


def test_the_python_on_the_page_of_descriptions_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "describing.md").read_text(), re.DOTALL)
    assert code is not None
    exec(compile(code[1], "describing.md", "exec"), {})
    assert "Informers at gatherings" in capsys.readouterr().out
