"""Gives every page a way to it: pages that mkdocs.yml does not place come last in the navigation, under "More"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any


def on_config(config: Any) -> Any:
    """Called by mkdocs before it builds."""
    docs = Path(config["docs_dir"])
    placed = set(named(config["nav"]))
    others = sorted(name for page in docs.rglob("*.md") if (name := page.relative_to(docs).as_posix()) not in placed)
    if others:
        config["nav"].append({"More": others})
    return config


def named(nav: Any) -> Iterator[str]:
    """The pages that a navigation names."""
    if isinstance(nav, str):
        yield nav
    else:
        for inner in nav.values() if isinstance(nav, dict) else nav:
            yield from named(inner)
