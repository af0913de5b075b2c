"""Puts the fragments of `changes/` into CHANGELOG.md under a new version; `--check` only says whether they are sound.

python docs/tools/changelog.py 0.2.0 2026-12-01
python docs/tools/changelog.py --check
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
KINDS = {"added": "Added", "changed": "Changed", "fixed": "Fixed", "removed": "Removed"}
"""What a fragment's name can say it is about, in the order of the changelog."""
NAME = re.compile(rf"[a-z0-9-]+\.({'|'.join(KINDS)})\.md")
MARK = "<!-- new versions go here -->\n"
LONGEST = 600


def fragments(folder: Path) -> list[Path]:
    """Every fragment; the page that explains them is none."""
    return sorted(each for each in folder.iterdir() if each.name != "README.md")


def mistakes(found: Iterable[Path]) -> list[str]:
    """What is wrong with fragments, one line each."""
    told = []
    for each in found:
        text = each.read_text(encoding="utf-8")
        if not NAME.fullmatch(each.name):
            told.append(f"{each.name}: is not named SUBJECT.KIND.md; KIND is one of {', '.join(KINDS)}")
        if not text.endswith(".\n") or "\n\n" in text or text.startswith((" ", "#", "-")):
            told.append(f"{each.name}: is not one paragraph of sentences that ends with a full stop and a line break")
        if len(text) > LONGEST:
            told.append(f"{each.name}: has {len(text)} characters; at most {LONGEST}")
    return told


def section(version: str, date: str, found: Iterable[Path]) -> str:
    """The changelog's text for a version: a list under each kind, fragments in the order of their names."""
    lists: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for each in found:
        lists[each.name.split(".")[1]].append(f"- {' '.join(each.read_text(encoding='utf-8').split())}")
    parts = [f"### {KINDS[kind]}\n\n" + "\n".join(lines) for kind, lines in lists.items() if lines]
    return "\n\n".join((f"## {version} ({date})", *parts)) + "\n"


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Check the fragments and, given a version and a date, move them into the changelog; 2 if something is wrong."""
    found, changelog = fragments(root / "changes"), root / "CHANGELOG.md"
    told = mistakes(found)
    if arguments != ["--check"] and not (len(arguments) == 2 and re.fullmatch(r"\d{4}-\d\d-\d\d", arguments[1])):
        told.append("wanted: --check, or a version and a date such as 0.2.0 2026-12-01")
    if told or arguments == ["--check"]:
        print(*told, sep="\n", end="\n" if told else "", file=sys.stderr)
        return 2 if told else 0
    before, mark, after = changelog.read_text(encoding="utf-8").partition(MARK)
    changelog.write_text(f"{before}{mark}\n{section(*arguments, found)}{after}", encoding="utf-8", newline="\n")
    for each in found:
        each.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
