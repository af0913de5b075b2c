"""Writing the page: one file that is whole or not there, and opens without a server or a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hushed.errors import InputError
from hushed.explorer.handed import Opened, opened
from hushed.explorer.page import built_page, filled
from hushed.results.writing import check_free, write_file

if TYPE_CHECKING:
    from hushed.scenario.schema import Scenario


def explore(source: str | Path | Scenario | None, file: str | Path, *, overwrite: bool = False) -> Path:
    """Write the explorer's page of a scenario or of a stored run, comparison or attribution; None for the story.

    The page is one file that any browser opens, without a server or a network. Raises InputError for a scenario or
    result that is never drawn, and for a file that exists already or cannot be written.
    """
    target = Path(file)
    check_free(target, overwrite=overwrite)
    write_page(opened(source), target)
    return target


def write_page(what: Opened, target: Path) -> int:
    """Write a page, in place of any file of that name, and have it on the disk; how many bytes it has.

    Raises InputError for a name by which no browser would know that it is a page.
    """
    if target.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{target}: a browser shows a page only if its name ends in .html; write {target.name}.html")
    content = filled(built_page(), what.handed, title=what.title).encode()
    write_file(target, content, overwrite=True, new_folder=True)
    return len(content)
