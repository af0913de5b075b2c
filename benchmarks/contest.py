"""Programs side by side: all built, all warm, then each in turn, again and again, so that noise falls on all alike."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from conversation import Ended, Program
from environments import Unavailable, python_for
from expected import misses
from machine import available_bytes
from subjects import Subject

Entry = dict[str, Any]
_MOST_ROUNDS = 1000
_LEAST_ROUNDS = 3
_WARM = 2


class Contest:
    """Runs programs side by side and keeps what they did, and why any did not take part."""

    def __init__(self, environments: Path) -> None:
        self.environments = environments
        self.absent: list[dict[str, Any]] = []
        self.versions: dict[str, dict[str, str]] = {}

    def play(
        self,
        subjects: Sequence[Subject],
        *,
        people: int,
        repeats: int,
        seconds: float,
        degree: float = 10.0,
        rounds: int | None = None,
        seed: int = 1,
    ) -> list[Entry]:
        """Each program's times for about `seconds` of rounds (or `rounds` rounds), `repeats` times, in turns."""
        with ExitStack() as stack:
            playing: list[_Playing] = []
            for subject in subjects:
                program = self._started(subject, people=people, degree=degree, seed=seed)
                if program is not None:
                    stack.callback(program.close)
                    playing.append(_Playing(subject, program, people, degree))
            for each in playing:
                self._try(each, partial(each.warm_up, seconds, rounds))
            for turn in range(repeats):
                # Everyone goes first once in a while.
                first = turn % max(1, len(playing))
                for each in playing[first:] + playing[:first]:
                    self._try(each, each.take_turn)
            return [each.entry() for each in playing if each.answers]

    def _started(self, subject: Subject, *, people: int, degree: float, seed: int) -> Program | None:
        needed, there = subject.bytes_per_person * people, available_bytes()
        _tell(f"{people:>11,} people: {subject.label}")
        try:
            if there is not None and needed > there:
                raise Unavailable(f"needs about {needed / 1e9:.0f} GB of memory; {there / 1e9:.0f} GB were free")
            python = python_for(subject.environment, self.environments)
            program = Program(subject, python, people=people, degree=degree, seed=seed)
        except (Unavailable, Ended) as reason:
            self._leave_out(subject, people, reason)
            return None
        self.versions.setdefault(subject.environment, {}).update(program.built["versions"])
        return program

    def _try(self, playing: _Playing, act: Callable[[], None]) -> None:
        """Have a program do something unless it ended before; if it ends now, its times so far stand."""
        if playing.ended:
            return
        try:
            act()
        except Ended as reason:
            playing.ended = True
            self._leave_out(playing.subject, playing.people, reason)

    def _leave_out(self, subject: Subject, people: int, reason: Exception) -> None:
        _tell(f"            left out: {reason}")
        self.absent.append({"subject": subject.key, "label": subject.label, "people": people, "reason": str(reason)})


class _Playing:
    """A program that takes part, and its answers."""

    def __init__(self, subject: Subject, program: Program, people: int, degree: float) -> None:
        self.subject, self.program, self.people, self.degree = subject, program, people, degree
        self.answers: list[Entry] = []
        self.rounds = _LEAST_ROUNDS
        self.ended = False

    def warm_up(self, seconds: float, rounds: int | None) -> None:
        """Play until warm, and settle how many rounds a turn has: those asked for, or as many as fill the time."""
        if rounds is not None:
            # All of them: a scenario that changes in its course may compile in its course.
            self.program.ask(rounds)
            self.rounds = rounds
            return
        self.program.ask(_WARM)
        answer = self.program.ask(_WARM)
        self.rounds = rounds_for(seconds, answer["seconds"] / answer["rounds"])

    def take_turn(self) -> None:
        """Play one turn."""
        self.answers.append(self.program.ask(self.rounds))

    def entry(self) -> Entry:
        """What goes into the results."""
        last, subject = self.answers[-1], self.subject
        entry = {
            "subject": subject.key,
            "label": subject.label,
            "threads": subject.threads,
            "people": self.people,
            "degree": self.degree,
            "rounds": last["rounds"],
            "seconds": [answer["seconds"] for answer in self.answers],
            "built_seconds": self.program.built["built_seconds"],
            "peak_bytes": last["peak_bytes"],
            "held_bytes": last["held_bytes"],
            "check": last["check"],
            "played": last["played"],
            "misses": self._misses(last),
        }
        if "phases" in last:
            # Of the median turn, so that phases add up to what the turn took.
            in_order = sorted(self.answers, key=lambda answer: float(answer["seconds"]))
            entry["phases"] = in_order[(len(in_order) - 1) // 2]["phases"]
        return entry

    def _misses(self, last: Entry) -> list[str]:
        if self.subject.is_scenario:
            return []
        missed = misses(last["check"], people=self.people, degree=self.degree, rounds=last["played"])
        for miss in missed:
            _tell(f"            {self.subject.label} does not play the workload: {miss}")
        return missed


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def rounds_for(seconds: float, one: float) -> int:
    """How many rounds of `one` second each fill the time, within limits."""
    return max(_LEAST_ROUNDS, min(_MOST_ROUNDS, round(seconds / max(one, 1e-9))))
