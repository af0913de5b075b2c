"""The page of promises: every test that it names is there and is run, and no promise is without one."""

from __future__ import annotations

import ast
import re
from functools import cache

from blocks import DOCS, ROOT

PAGE = (DOCS / "trust" / "promises.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!promised|---)(.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def collected(path: str) -> dict[str, list[str]]:
    """The tests of a file as pytest collects them, with the marks that stand on each and on the whole file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    whole = [
        ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    return {
        node.name: [*whole, *map(ast.unparse, node.decorator_list)]
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_promise_names_tests_and_nothing_but_tests() -> None:
    assert len(ROWS) >= 25
    for promise, guards in ROWS:
        assert NAMED.search(guards), promise
        assert not NAMED.sub("", guards).strip(" ,"), promise


def test_every_test_that_is_named_is_there_and_is_run() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) == PAGE.count("::test_") >= 40
    for path, name in named:
        tests = collected(path)
        assert name in tests, f"{path} has no {name}"
        assert not [mark for mark in tests[name] if re.search(r"mark\.(?:skip\b|skip\(|xfail)", mark)], name


def test_every_part_of_the_page_promises_something_but_the_last() -> None:
    parts = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0] for part in parts if "| guarded by |" not in part] == ["What is not promised"]
