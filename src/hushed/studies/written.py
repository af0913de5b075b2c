"""A study as it stands in its file, and where each key is written, so that every mistake can be told with its line."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hushed.errors import InputError
from hushed.scenario.changes import Change, dotted
from hushed.scenario.messages import Mistake, mistake
from hushed.scenario.positions import Path, Positions, line_of, positions
from hushed.scenario.reader import tables
from hushed.scenario.report import located, report
from hushed.scenario.schema import Scenario
from hushed.studies.spec import FORMAT, StudyFile, study_schema


class Written:
    """A study as it stands in its file, with where each key is written."""

    def __init__(self, text: str, name: str, folder: FilePath) -> None:
        self.text, self.name, self.folder = text, name, folder
        self.data = tables(text, name)
        self._positions: Positions | None = None

    def file(self) -> StudyFile:
        """The file, every key of a known name and kind."""
        self._check_version()
        self._check_quoted()
        try:
            return StudyFile.model_validate(self.data)
        except ValidationError as error:
            raise report(
                self._mistakes(error.errors(include_url=False)), self.text, self.name, [], any_change=False
            ) from None

    def _mistakes(self, errors: list[ErrorDetails]) -> list[Mistake]:
        """Each told once: what is no finite number is not told as well to be none of the other kinds allowed there."""
        found = [(detail["type"], mistake(detail, self.data, study_schema())) for detail in errors]
        infinite = [each.path for kind, each in found if each and kind == "finite_number"]
        return [each for kind, each in found if each and (kind == "finite_number" or each.path not in infinite)]

    def located(self, path: Path) -> str:
        """Where a key is written: file and line."""
        if self._positions is None:
            self._positions = positions(self.text)
        return located(self.name, line_of(self._positions, path))

    def wrong(self, *mistakes: Mistake) -> InputError:
        """An error about keys of the file."""
        return InputError(*(f"{self.located(each.path)}: {dotted(each.path)}: {each.text}" for each in mistakes))

    def change(self, where: Path, path: str, value: Any) -> Change:
        """A change of the scenario that is written at a key of this file."""
        label = f"{self.located(where)}: {dotted(where)}"
        return Change(label, parts_of(path), value)

    def _check_version(self) -> None:
        found = self.data.get("study")
        if found is None and "schema" in self.data:
            raise InputError(f"{self.name}: is a scenario, no study; a study begins with 'study = {FORMAT}'")
        if type(found) is int and found != FORMAT:
            raise self.wrong(Mistake(("study",), f"this hushed reads version {FORMAT} of the study format"))

    def _check_quoted(self) -> None:
        """Paths hold dots, so TOML needs them in quotes; without, they would be tables within tables."""
        for table in ("set", "uncertainties", "levers"):
            entries = self.data.get(table)
            for key, value in entries.items() if isinstance(entries, dict) else ():
                if key in Scenario.model_fields and isinstance(value, dict):
                    inner = next(iter(value), "…")
                    raise self.wrong(Mistake((table, key), f'write paths in quotes: "{key}.{inner}" = …'))


def parts_of(path: str) -> Path:
    """A dotted path in its parts."""
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))
