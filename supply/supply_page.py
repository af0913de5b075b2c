"""Writes docs/trust/supply-chain.md: what is locked, with versions and licences. Run by `make lock`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from locked import PARTS, ROOT, Locked, locks, npm_locked, packages

TEMPLATE = ROOT / "supply" / "supply-chain.md"
PAGE = ROOT / "docs" / "trust" / "supply-chain.md"
MADE = "<!-- Made by make lock from supply/supply-chain.md and the lock; do not edit. -->"


def text() -> str:
    """The page, from what is locked now."""
    bundled = [each for each in npm_locked() if not each.only_builds]
    kept = TEMPLATE.read_text(encoding="utf-8").replace("{bundled}", _count(len(bundled)))
    return f"{MADE}\n\n{kept.replace('{tables}', _tables()).rstrip()}\n"


def write() -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8", newline="\n")


def _tables() -> str:
    said, parts = {name: each.licence for name, each in packages().items()}, []
    for part, releases in locks().items():
        parts.append(f"### {part}: {PARTS[part]}\n\n{_table(_rows(releases, said))}")
    npm = npm_locked()
    for heading, only_builds in (("bundled into the explorer's page", False), ("build and test that page", True)):
        rows = [(each.name, each.version, each.licence) for each in npm if each.only_builds == only_builds]
        parts.append(f"### npm: {heading}\n\n{_table(rows)}")
    return "\n\n".join(parts)


def _rows(releases: Iterable[Locked], said: dict[str, str]) -> list[tuple[str, str, str]]:
    versions: dict[str, list[str]] = {}
    for each in releases:
        versions.setdefault(each.name, []).append(each.version)
    return [(name, ", ".join(dict.fromkeys(found)), said[name]) for name, found in versions.items()]


def _table(rows: Sequence[tuple[str, str, str]]) -> str:
    lines = [("package", "version", "licence"), ("---", "---", "---"), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _count(number: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(number, str(number))
