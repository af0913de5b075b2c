"""Every code block in the documentation and the README is carried out, and what it prints is what the page shows.

What cannot be is marked in the page with its reason, and counted here, so that the number cannot grow unseen.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from blocks import DOCS, PAGES, ROOT, Block, blocks_of, steps_of
from session import Session
from told_alike import differences

from hushed.cli.start import run_command

IN_A_COPY = "<!-- in a copy of the sources -->"
LANGUAGES = {"console", "python", "toml", "text", "diff", "csv", "bash", "py"}
"""What a block may be; `py` is a signature in the made reference, which docs/tools writes."""
NOT_RUN = {
    "clusters.md": 6,
    "gpu.md": 1,
    "safeguards.md": 1,
    "sweeps.md": 1,
    "tutorial/first-run.md": 1,
    "tutorial/instrument.md": 1,
    "trust/fuzzing.md": 1,
    "trust/mutants.md": 1,
    "trust/supply-chain.md": 2,
}
"""How many blocks of each page nothing here can carry out."""
README = ROOT / "README.md"
BLOCKS = {page: blocks_of(page.read_text()) for page in PAGES}
RUN = [page for page in PAGES if page != README and any(one.language != "py" for one in BLOCKS[page])]
SLOW = [page for page in RUN if any(one.kind == "slow" for one in BLOCKS[page])]


def name_of(page: Path) -> str:
    return str(page.relative_to(DOCS) if page.is_relative_to(DOCS) else page.name)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """A reader in a folder of her own, with a terminal 100 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    # Whether results reach the disk before they take their name is tested with the store; here it only takes time.
    monkeypatch.setattr(os, "fsync", lambda _: None)

    def started(*, apart: bool) -> Session:
        return Session(tmp_path, capsys.readouterr, apart=apart)

    return started


def carried_out(page: Path, session, *, slow: bool) -> None:
    """Do what a page says from top to bottom; slow blocks only if they are asked for."""
    reader = session(apart=IN_A_COPY in page.read_text())
    done = [one for one in BLOCKS[page] if one.kind != "not run" and (slow or one.kind != "slow")]
    for block, after in itertools.zip_longest(done, done[1:]):
        reader.do(block)
        shown = after is not None and after.language == "text" and after.follows
        if block.language == "python" and not shown:
            assert not reader.printed, f"line {block.line}: what it prints is not shown: {reader.printed}"


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_a_page_says_what_happens(page, session):
    carried_out(page, session, slow=False)


@pytest.mark.verification
@pytest.mark.parametrize("page", SLOW, ids=name_of)
def test_a_page_with_long_runs_says_what_happens(page, session):
    carried_out(page, session, slow=True)


def test_what_is_not_run_is_marked_and_counted():
    counted = {name_of(page): sum(one.kind == "not run" for one in BLOCKS[page]) for page in PAGES}
    assert {name: count for name, count in counted.items() if count} == NOT_RUN


@pytest.mark.parametrize("page", [page for page in PAGES if page != README], ids=name_of)
def test_every_block_is_of_a_kind_that_is_checked(page):
    for one in BLOCKS[page]:
        where = f"{page.name}, line {one.line}"
        assert one.language in LANGUAGES, f"{where}: a block without a language, or of one that nothing checks"
        assert one.language != "py" or page.parent.name == "reference", f"{where}: write python, which is run"
        assert one.language != "bash" or one.kind == "not run", f"{where}: only console blocks are run"
        assert one.kind != "wrong" or one.language == "toml", f"{where}: only files can be wrong on purpose"
        if one.language == "text" and one.kind != "not run":
            assert one.follows, f"{where}: text is what the program right above it prints"


def test_the_readme_has_the_blocks_that_are_checked_elsewhere():
    """Targets of make, the end of `make demo`, and a program: the first and the last in tests/test_readme.py."""
    assert [one.language for one in BLOCKS[README]] == ["", "", "python"]


@pytest.mark.verification
def test_the_readme_shows_lines_of_what_make_demo_prints(session, capsys):
    session(apart=False)
    assert run_command("run sesame-credit --replicates 5 -o results/demo --overwrite".split()) == 0
    # A reader does not see which spaces hold a figure and its unit together.
    said = [line.rstrip() for line in capsys.readouterr().out.replace("\xa0", " ").splitlines()]
    place = 0
    for line in BLOCKS[README][1].text.splitlines():
        assert line.rstrip() in said[place:], line
        place = said.index(line.rstrip(), place) + 1


# What carries blocks out is itself tested: a page that departs must be noticed. --------------------------


PAGE = """\
<!-- slow: it takes long -->
```console
$ hushed check \\
    one.toml     # a remark
shown

$ hushed new
```

```python title="a.py"
1
```
"""


def test_blocks_and_steps_are_found():
    console, python = blocks_of(PAGE)
    assert (console.kind, console.reason, console.line) == ("slow", "it takes long", 2)
    assert (python.title, python.text, python.follows) == ("a.py", "1\n", True)
    first, second = steps_of(console.text)
    assert (first.command, first.shown) == (["hushed", "check", "one.toml"], "shown\n\n")
    assert second.command == ["hushed", "new"]


@pytest.mark.parametrize(
    ("shown", "said", "alike"),
    [
        ("a\nb\n", "\na\nb  \n\n", True),
        ("a\nb\n", "a\nc\n", False),
        ("a\n", "a\nb\n", False),
        ("a\n…\n", "a\nb\nc\n", True),
        ("…\nc\n", "a\nb\nc\n", True),
        ("…\nd\n", "a\nb\nc\n", False),
        ("", "a\n", False),
        ("3.4 s in all, 0.4 s of it in rounds (0.9 million person-rounds per second)\n",
         "1 min 2 s in all, 21 s of it in rounds (0.0 million person-rounds per second)\n", True),
        ("12 units in 13 s (56.7 a minute)\n", "13 units in 13 s (56.7 a minute)\n", False),
        ("12 units in 13 s (56.7 a minute)\n", "12 units in 2 min 1 s (5.7 a minute)\n", True),
        ("chill 23.2 %\n", "chill 23.3 %\n", False),
    ],
)  # fmt: skip
def test_only_times_and_places_may_differ(shown, said, alike):
    assert (differences(shown, said) == "") == alike


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("console", "$ hushed check free-society\nNo mistakes found, or so it says.\n"),
        ("console", "$ hushed check free-societies\n\n"),
        ("toml", 'schema = 1\nrounds = 2\n[society]\npopulatoin = 3\n'),
        ("toml", "[costs]\nprivate_channels = -1\n"),
        ("python", "1 / 0\n"),
    ],
)  # fmt: skip
def test_a_page_that_is_wrong_is_noticed(session, language, text):
    block = Block(1, language, None, text, "", "", follows=False)
    with pytest.raises((AssertionError, ZeroDivisionError)):
        session(apart=False).do(block)


def test_output_that_differs_and_output_that_is_not_shown_are_noticed(session):
    reader = session(apart=False)
    reader.do(Block(1, "python", None, "print(6 * 7)\n", "", "", follows=False))
    reader.do(Block(4, "text", None, "42\n", "", "", follows=True))
    with pytest.raises(AssertionError, match="43"):
        reader.do(Block(4, "text", None, "43\n", "", "", follows=True))
