"""Finding a user's own model by its name. This runs the user's program, as `python my_model.py` would."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

from hushed.errors import InputError, did_you_mean, harmless

_LONGEST = 200
_HOW = "name a model as my_model.py:PeerPressure, or my_models:PeerPressure for a module that can be imported"


class Found(NamedTuple):
    """What a reference names, and the digest of the source it stands in."""

    value: Any
    digest: str


def found(reference: str, folder: Path) -> Found:
    """What a reference names, a file being looked for from a folder; InputError that says what is wrong with it."""
    place, colon, name = reference.strip().rpartition(":")
    if not colon or not place or not name.isidentifier():
        raise InputError(f"model '{reference[:_LONGEST]}': {_HOW}")
    with _importable(folder):
        module = _of_file(folder / place, place) if place.endswith(".py") else _of_name(place)
    if not hasattr(module, name):
        own = [each for each, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
        raise InputError(f"{place}: there is no '{name}' in it{did_you_mean(name, own)}")
    return Found(getattr(module, name), digest_of(module))


class _Afresh(SourceFileLoader):
    """Runs what a file holds now: bytecode that Python keeps goes by size and whole seconds, and may be older."""

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002
        """The code of the file's own text."""
        return self.source_to_code(self.get_data(self.path), self.path)


def _of_file(path: Path, said: str) -> ModuleType:
    try:
        source = path.resolve().read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(f"{said}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    digest = hashlib.sha256(os.fsencode(path.resolve()) + b"\0" + source).hexdigest()
    name = f"{harmless(path.stem)}#{digest[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    loader = _Afresh(name, str(path.resolve()))
    spec = importlib.util.spec_from_file_location(name, path.resolve(), loader=loader)
    if spec is None or spec.loader is None:
        raise InputError(f"{said}: is no Python program")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with _told(said, path.resolve()):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _of_name(name: str) -> ModuleType:
    try:
        missing = importlib.util.find_spec(name) is None
    except (ImportError, ValueError):
        missing = True
    if missing:
        raise InputError(f"model: there is no module '{name[:_LONGEST]}' to import; for a file write {name}.py")
    with _told(name, None):
        return importlib.import_module(name)


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Lets a program import what lies beside it, as when it is run itself."""
    place = str(folder.resolve())
    sys.path.insert(0, place)
    try:
        yield
    finally:
        if place in sys.path:
            sys.path.remove(place)


@contextmanager
def _told(name: str, file: Path | None) -> Iterator[None]:
    """An error of the user's program as a user's mistake, with the line it stands in."""
    try:
        # The output belongs to the command, not to what a user's program prints.
        with redirect_stdout(sys.stderr):
            yield
    except InputError:
        raise
    except SyntaxError as error:
        place = name if file is None or str(file) == error.filename else error.filename
        raise InputError(f"{place}:{error.lineno or 1}: is not Python: {error.msg}") from None
    except (Exception, SystemExit) as error:
        raise InputError(f"{where(error, file, name)}: fails while it is read: {_said(error)}") from None


def where(error: BaseException, file: Path | None, name: str) -> str:
    """The file and line in which an error arose: the last one in the user's own file, if it passed through it."""
    lines = traceback.extract_tb(error.__traceback__)
    own = [line for line in lines if file is not None and Path(line.filename) == file]
    return f"{name}:{own[-1].lineno}" if own else name


def _said(error: BaseException) -> str:
    text = str(error).split("\n")[0]
    return f"{type(error).__name__}: {text[:_LONGEST]}" if text else type(error).__name__


def failure(error: BaseException, module: ModuleType | None, name: str) -> str:
    """An error of a model in one line: where it arose, and what it says."""
    file = getattr(module, "__file__", None)
    place = where(error, Path(file), Path(file).name) if file else name
    return f"{place}: {_said(error)}"


def digest_of(module: ModuleType | None) -> str:
    """SHA-256 of a module's source, or of all of the package it is part of; '' where there is none to read."""
    file = getattr(module, "__file__", None)
    if module is None or file is None or not Path(file).is_file():
        return ""
    top = sys.modules.get(module.__name__.partition(".")[0], module)
    places = [Path(place) for place in getattr(top, "__path__", ())]
    sources = sorted(source for place in places for source in place.rglob("*.py")) or [Path(file)]
    digest = hashlib.sha256()
    for source in sources:
        content = source.read_bytes()
        digest.update(os.fsencode(source.name) + f"\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
