"""The text of a scenario: from a file the user names, or from the library that comes with hushed."""

from __future__ import annotations

from pathlib import Path

from hushed.errors import InputError, did_you_mean, shortened
from hushed.scenario.library import library_names, library_path

LARGEST = 1_000_000
"""The largest scenario file read, in bytes."""
_MOST_NEIGHBOURS = 500
_LONGEST_NAME = 300


def read_text(source: str | Path) -> tuple[str, str, Path | None]:
    """The text of a scenario, the name to call it by in messages, and the folder it lies in (None for the library).

    A bare library name always means the library; write ./NAME for a file of that name. Raises InputError for what is
    missing, a folder, unreadable, larger than 1 MB, binary or not UTF-8.
    """
    if str(source) in library_names():
        return library_path(str(source)).read_text(encoding="utf-8"), f"{source}.toml", None
    name = shortened(str(source), _LONGEST_NAME)
    content = _content(Path(source), name)
    if len(content) > LARGEST:
        raise InputError(f"{name}: larger than {LARGEST // 1_000_000} MB; a scenario is a page of text")
    return _decoded(content, name), name, Path(source).absolute().parent


def _content(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{name}: is a folder; a scenario is one TOML file{_inside(path)}")
        if not path.exists():
            raise InputError(f"{name}: no such file, and no scenario in the library has that name{_near(path, name)}")
        if not path.is_file():
            raise InputError(f"{name}: is neither a file nor the name of a scenario in the library")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise InputError(f"{name!r}: is no file name") from None


def _inside(folder: Path) -> str:
    return did_you_mean("", _scenario_files(folder))


def _near(path: Path, name: str) -> str:
    """The nearest name among the library's scenarios and the TOML files beside where the file should be."""
    beside = [str(path.parent / file) for file in _scenario_files(path.parent)]
    return did_you_mean(name[:200], [*library_names(), *beside[:20]])


def _scenario_files(folder: Path) -> list[str]:
    try:
        found = [entry.name for entry, _ in zip(folder.iterdir(), range(_MOST_NEIGHBOURS), strict=False)]
    except OSError:
        return []
    return sorted(name for name in found if name.endswith(".toml"))[:20]


def _decoded(content: bytes, name: str) -> str:
    if b"\0" in content:
        raise InputError(f"{name}: is a binary file; a scenario is TOML text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}:{line}: byte 0x{content[error.start]:02x} is not UTF-8 text; save the file as UTF-8"
        ) from None
