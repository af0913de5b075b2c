"""Holds a built site to what it promises: it needs no network, no link in it leads nowhere, every page has the notice.

Run as `python docs/tools/built.py FOLDER`; ends with 1 and a line for each fault.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

NOTICE = "Invented people. A model, not a forecast."
SERVED = Path("404.html")
"""The one page that only a server shows, with addresses from its root."""
_LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
"""Elements that make a browser fetch something, and where they say what."""
_FETCHING_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "modulepreload"}
_IN_STYLES = re.compile(r"(?:@import\s+|url\()['\"]?(?=https?:|//)")


class Page(HTMLParser):
    """What a page fetches, where its links lead, and which places in it can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element fetches, links to, or is called."""
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        target = given.get(_LOADED.get(tag, ""))
        if target and (tag != "link" or _FETCHING_LINKS & set(given.get("rel", "").split())):
            self.fetched.append(target)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


def faults(folder: Path) -> Iterator[str]:
    """Every fault of a site, with the page it is on."""
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.html"))}
    pages = {file: Page(text) for file, text in texts.items()}
    if not pages:
        yield f"{folder}: there is no page"
    for file, page in pages.items():
        name = file.relative_to(folder)
        if NOTICE not in texts[file]:
            yield f"{name}: the notice is missing"
        for target in page.fetched:
            if urlsplit(target).netloc:
                yield f"{name}: fetches {target} from the network"
            elif not target.startswith("data:") and name != SERVED and not _leads(file, target).is_file():
                yield f"{name}: {target} is missing"
        yield from (f"{name}: {target} leads nowhere" for target in page.links if _dangles(file, target, pages))
    for style in sorted(folder.rglob("*.css")):
        if _IN_STYLES.search(style.read_text(encoding="utf-8")):
            yield f"{style.relative_to(folder)}: fetches from the network"


def _leads(file: Path, target: str) -> Path:
    path = unquote(urlsplit(target).path)
    return (file.parent / path).resolve() if path else file


def _dangles(file: Path, target: str, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or file.name == SERVED.name:
        return False
    aim = _leads(file, target)
    aim = aim / "index.html" if aim.is_dir() else aim
    place = unquote(parts.fragment)
    return not aim.is_file() or bool(place and aim in pages and place not in pages[aim].places and place != "__skip")


def main() -> int:
    """Say every fault; 1 if there is any."""
    found = list(faults(Path(sys.argv[1]).resolve()))
    print("\n".join(found) or "The site needs no network, and every link leads somewhere.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
