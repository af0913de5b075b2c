"""What is measured in the short form and in the full one."""

from __future__ import annotations

from dataclasses import dataclass, field

from subjects import Subject, everybody, usable_cores


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes, repeats and time for each part."""

    name: str
    repeats: int
    seconds: float
    "About how long a turn of each program lasts."
    sizes: dict[str, tuple[int, ...]]
    "The populations each program plays; by key, or by the part of the key before the last hyphen."
    degrees: tuple[int, ...] = ()
    scenarios: tuple[tuple[str, int], ...] = ()
    "Whole library scenarios, and how often each is played."
    scenario_people: int = 1_000_000
    instruments_people: int = 0
    thread_counts: tuple[int, ...] = field(default=())

    def playing(self, people: int) -> list[Subject]:
        """Who plays at this size."""
        return [subject for subject in everybody() if people in self.sizes_of(subject)]

    def sizes_of(self, subject: Subject) -> tuple[int, ...]:
        """The populations of one program; at the largest of all, hushed runs on all cores only."""
        if subject.key in self.sizes:
            return self.sizes[subject.key]
        sizes = self.sizes.get(subject.key.rpartition("-")[0], ())
        return tuple(size for size in sizes if size < 100_000_000 or subject.threads == usable_cores())

    def all_sizes(self, largest: int | None = None) -> list[int]:
        """Every population played, from the smallest to `largest`."""
        sizes = {size for subject in everybody() for size in self.sizes_of(subject)}
        return sorted(size for size in sizes if largest is None or size <= largest)


_E4, _E5, _E6, _E7, _E8 = (10**power for power in (4, 5, 6, 7, 8))


def _doublings() -> tuple[int, ...]:
    counts = [1]
    while counts[-1] * 2 < usable_cores():
        counts.append(counts[-1] * 2)
    return tuple(sorted({*counts, usable_cores()}))


SHORT = Plan(
    "short",
    repeats=3,
    seconds=0.3,
    sizes={
        "hushed": (_E4, _E5, _E6),
        "numpy": (_E4, _E5, _E6),
        "numpy-telling": (_E4, _E5, _E6),
        "published": (_E4, _E6),
        "starsim": (_E4, _E6),
        "mesa": (_E4,),
        "agentpy": (_E4,),
        "ndlib": (_E4,),
    },
    scenarios=(("sesame-credit", 1), ("free-society", 1)),
)

FULL = Plan(
    "full",
    repeats=5,
    seconds=1.0,
    sizes={
        "hushed": (_E4, _E5, _E6, _E7, _E8),
        "numpy": (_E4, _E5, _E6, _E7),
        "numpy-telling": (_E4, _E5, _E6, _E7),
        "published": (_E4, _E5, _E6, _E7),
        "starsim": (_E4, _E5, _E6),
        "mesa": (_E4, _E5),
        "agentpy": (_E4, _E5),
        "ndlib": (_E4, _E5),
    },
    degrees=(4, 10, 20, 40),
    scenarios=(("sesame-credit", 3), ("free-society", 3), ("all-instruments", 2)),
    instruments_people=_E6,
    thread_counts=_doublings(),
)
