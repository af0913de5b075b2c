"""Every dependency may be used by a program under MIT, is listed, and is named where its licence asks for it."""

from __future__ import annotations

import re
from importlib.metadata import distributions

import bill
import pytest
import supply_page
from license_expression import ExpressionError, get_spdx_licensing
from locked import locks, name_of, npm_locked, packages
from spdx import licence_of

from hushed.explorer.page import built_page

LICENSING = get_spdx_licensing()
FREE = {
    *("MIT", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Apache-2.0", "PSF-2.0", "Zlib", "CC0-1.0"),
    *("Unlicense", "Apache-2.0 WITH LLVM-exception"),
}
"""Licences that ask for no more than to be named, of everything that may come with hushed."""
OF_THEIR_OWN_FILES = {"MPL-2.0"}
"""Licences that ask for the sources of their own files: free to use, and never part of what hushed hands on."""
NOT_FREE = {"LicenseRef-NVIDIA-Proprietary"}
"""Only in the extra `gpu`, which its user installs from NVIDIA."""


def licences_in(expression: str) -> set[str]:
    """The licences that hold together; of a choice the first."""
    parts = [part.split(" OR ")[0] for part in expression.split(" AND ")]
    return {part.strip("() ") for part in parts}


@pytest.mark.parametrize("part", [part for part in locks() if part != "gpu"])
def test_every_licence_is_on_the_list(part: str) -> None:
    said = {each.name: packages()[each.name].licence for each in locks()[part]}
    wrong = {name: each for name, each in said.items() if not licences_in(each) <= FREE | OF_THEIR_OWN_FILES}
    assert not wrong, "is it free to use? then add it to the list, with the reason"


def test_what_hushed_runs_on_asks_for_no_more_than_to_be_named() -> None:
    said = packages()
    names = {name for each in bill.bill()["components"] if (name := each["name"]) in said}
    assert len(names) > 25
    assert {name: said[name].licence for name in names if not licences_in(said[name].licence) <= FREE} == {}


def test_what_is_not_free_comes_with_the_extra_for_graphics_cards_alone() -> None:
    said, parts = packages(), locks()
    unfree = {name for name, each in said.items() if licences_in(each.licence) & NOT_FREE}
    assert unfree <= {each.name for each in parts["gpu"]}
    for part in parts.keys() - {"gpu"}:
        assert not unfree & {each.name for each in parts[part]}, part
    assert all(licences_in(said[each.name].licence) <= FREE | NOT_FREE for each in parts["gpu"])


def test_every_licence_of_npm_is_on_the_list() -> None:
    for each in npm_locked():
        allowed = FREE | OF_THEIR_OWN_FILES if each.only_builds else FREE
        assert each.licence in allowed, (each.name, each.licence)


def test_every_licence_is_one_that_spdx_knows() -> None:
    for name, each in packages().items():
        if "LicenseRef" not in each.licence:
            try:
                LICENSING.parse(each.licence, validate=True)
            except ExpressionError as error:
                pytest.fail(f"{name}: {error}")


def test_the_list_would_refuse_what_does_not_fit() -> None:
    for licence in ("GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "LicenseRef-Mine", "SSPL-1.0", ""):
        assert not licences_in(licence) <= FREE | OF_THEIR_OWN_FILES, licence


def test_what_is_recorded_is_what_installed_packages_say() -> None:
    said, seen = packages(), 0
    versions = {(each.name, each.version) for releases in locks().values() for each in releases}
    for each in distributions():
        name = name_of(each.metadata["Name"])
        if (name, each.version) in versions:
            text = {"name": name, "license_expression": each.metadata["License-Expression"]}
            text |= {"license": each.metadata.get("License"), "classifier": each.metadata.get_all("Classifier")}
            assert licence_of(text) == said[name].licence, name
            seen += 1
    assert seen > 25


def test_the_page_is_the_one_that_would_be_made() -> None:
    assert supply_page.PAGE.read_text(encoding="utf-8") == supply_page.text(), "make lock"


def test_the_page_names_everything_that_is_locked() -> None:
    text = supply_page.PAGE.read_text(encoding="utf-8")
    rows = {tuple(cells) for cells in re.findall(r"^\| (\S+) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)}
    said = packages()
    for releases in locks().values():
        for each in releases:
            assert [row for row in rows if row[0] == each.name and each.version in row[1]], each
            assert {row[2] for row in rows if row[0] == each.name} == {said[each.name].licence}
    for package in npm_locked():
        assert (package.name, package.version, package.licence) in rows, package


def test_what_is_bundled_into_the_explorers_page_has_its_licence_in_it() -> None:
    """The page is handed on alone, and both licences ask for their text in every copy."""
    bundled = [each for each in npm_locked() if not each.only_builds]
    assert bundled
    told = built_page().partition("</html>")[2]
    for each in bundled:
        before, found, text = told.partition(f"{each.name} {each.version}\n")
        assert found, each.name
        assert "Copyright" in text[:200]
        assert (
            "WITHOUT WARRANTY OF ANY KIND" in text
            or 'PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"' in text
        )
        assert before.count("-->") == 0
