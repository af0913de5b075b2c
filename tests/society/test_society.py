"""The society as a whole: layers, files, memory, and people who keep their keys."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from hushed import memory
from hushed.errors import InputError
from hushed.society.generators import (
    Complete,
    Empty,
    ErdosRenyi,
    FileNetwork,
    HolmeKim,
    PreferentialAttachment,
    RandomRegular,
    RingLattice,
    StochasticBlock,
    WattsStrogatz,
)
from hushed.society.society import (
    Society,
    SocietySpec,
    build_society,
    check_layers,
    check_memory,
    estimate_bytes,
    society_bytes,
)
from hushed.society.traits import TraitSpecs, Uniform


def build(seed: int = 1, replicate: int = 0, **spec: Any) -> Society:
    return build_society(SocietySpec(**spec), seed=seed, replicate=replicate)


@pytest.fixture
def edges(tmp_path: Path) -> FileNetwork:
    path = tmp_path / "edges.txt"
    path.write_text("".join(f"{i} {(i + 1) % 30}\n" for i in range(30)) + "0 1\n5 5\n")
    return FileNetwork(path=str(path))


def test_the_default_society_is_the_one_of_the_model() -> None:
    society = build()
    assert society.size == 10_000
    assert society.offline is None
    assert not society.loaded
    assert society.online.mean_degree == pytest.approx(10, abs=0.01)
    society.online.check()


def test_the_same_layer_is_one_object_and_a_layer_of_its_own_is_another() -> None:
    assert (same := build(population=50, offline="same")).offline is same.online
    spec = HolmeKim(mean_degree=4)
    other = build(population=50, online=spec, offline=spec)
    assert other.offline is not None
    assert other.offline.friends.tobytes() != other.online.friends.tobytes()


def test_a_place_in_one_layer_says_nothing_about_the_other() -> None:
    """In Holme-Kim the oldest have the most friends; they must not be the most popular at gatherings too."""
    spec = HolmeKim(mean_degree=6)
    society = build(population=3000, online=spec, offline=spec)
    assert society.offline is not None
    online, offline = np.log(society.online.degrees()), np.log(society.offline.degrees())
    assert abs(np.corrcoef(online, offline)[0, 1]) < 4 / np.sqrt(3000)


def test_a_file_fixes_the_population(edges: FileNetwork) -> None:
    for spec in ({"online": edges}, {"online": edges, "population": 30}):
        society = build(**spec)
        assert (society.size, society.online.ties, society.loaded) == (30, 30, True)
        assert society.people.desire.size == 30
        assert society.reading is not None
        assert society.reading[:3] == (32, 1, 1)
    with pytest.raises(InputError, match=r"population is 31.* 30 people"):
        build(online=edges, population=31)


def test_a_file_online_with_gatherings(edges: FileNetwork) -> None:
    society = build(online=edges, offline=RandomRegular(mean_degree=3))
    assert society.offline is not None
    assert set(society.offline.degrees().tolist()) == {3}
    assert (same := build(online=edges, offline="same")).offline is same.online
    offline = build(online=RingLattice(mean_degree=4), offline=edges)
    assert offline.loaded
    assert (offline.online.ties, offline.offline and offline.offline.ties) == (60, 30)


def test_a_file_is_the_same_in_every_replicate_and_people_are_not(edges: FileNetwork) -> None:
    first, second = build(online=edges), build(online=edges, replicate=1)
    assert first.online.friends.tobytes() == second.online.friends.tobytes()
    assert first.people.desire.tobytes() != second.people.desire.tobytes()


def test_two_files_cannot_be_matched(edges: FileNetwork) -> None:
    with pytest.raises(ValidationError, match="only one layer can come from a file"):
        SocietySpec(online=edges, offline=edges)


def test_renumbering_moves_people_ties_and_keys_together() -> None:
    society = build(population=200, online=HolmeKim(mean_degree=4), offline=ErdosRenyi(mean_degree=3.0))
    order = np.random.default_rng(0).permutation(200)
    moved = society.renumbered(order)
    assert np.array_equal(moved.people.key, order)
    assert (moved.people.care.shape, moved.people.shame.shape) == ((1,), (1,))
    spread, moved_spread = society.people.spread_out(200), moved.people.spread_out(200)
    for before, after in zip(spread, moved_spread, strict=True):
        assert np.array_equal(after, before[order])
        assert after.dtype == before.dtype
    back = moved.renumbered(np.argsort(order))
    assert np.array_equal(back.people.key, np.arange(200))
    assert back.people.desire.tobytes() == society.people.desire.tobytes()
    for layer in ("online", "offline"):
        before, after = getattr(society, layer), getattr(moved, layer)
        after.check()
        for new in range(0, 200, 7):
            row = after.friends[int(after.offsets[new]) : int(after.offsets[new + 1])]
            old = int(order[new])
            expected = before.friends[int(before.offsets[old]) : int(before.offsets[old + 1])]
            assert sorted(order[row].tolist()) == expected.tolist()


def test_beliefs_are_drawn_only_if_asked_for() -> None:
    spec = SocietySpec(population=200)
    with_beliefs, without = (build_society(spec, seed=1, replicate=0, beliefs=asked) for asked in (True, False))
    assert without.people.belief.shape == (0,)
    assert with_beliefs.people.belief.shape == (200,)
    for one, other in zip(with_beliefs.people[:5], without.people[:5], strict=True):
        assert one.tobytes() == other.tobytes()
    assert without.renumbered(np.arange(200)[::-1]).people.belief.shape == (0,)


def test_renumbering_keeps_one_layer_one_and_no_layer_none() -> None:
    order = np.arange(50)[::-1]
    same = build(population=50, offline="same").renumbered(order)
    assert same.offline is same.online
    assert build(population=50).renumbered(order).offline is None
    with pytest.raises(ValueError, match="order"):
        build(population=50).renumbered(np.zeros(50, dtype=int))


def test_same_seed_same_bytes() -> None:
    def everything(**names: int) -> bytes:
        society = build(population=300, offline=RandomRegular(mean_degree=4), **names)
        assert society.offline is not None
        arrays = [*society.people, society.online.friends, society.offline.friends]
        return b"".join(array.tobytes() for array in arrays)

    assert everything() == everything()
    assert len({everything(), everything(seed=2), everything(replicate=1)}) == 3


@pytest.mark.parametrize("population", [2**32, 10**12, 10**30])
def test_an_impossible_population_is_told_at_once(population: int) -> None:
    with pytest.raises(InputError) as caught:
        build(population=population)
    message = str(caught.value)
    assert str(population) in message
    assert "iB of memory" in message
    assert "4294967295" in message
    assert "free" in message


def test_a_population_that_only_lacks_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = SocietySpec(population=1_000_000)
    check_memory(spec)
    monkeypatch.setattr(memory, "available_bytes", lambda: 64 * 2**20)
    with pytest.raises(InputError, match=r"64\.0 MiB are free"):
        check_memory(spec)


LAYERS = [
    HolmeKim(mean_degree=10),
    PreferentialAttachment(mean_degree=4),
    ErdosRenyi(mean_degree=10.0),
    StochasticBlock(mean_degree=8.0, blocks=5, within=0.8),
    WattsStrogatz(mean_degree=10, rewiring=0.1),
    RingLattice(mean_degree=6),
    RandomRegular(mean_degree=4),
    Empty(),
]


@pytest.mark.parametrize("beliefs", [True, False])
@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.generator)
def test_the_estimate_is_what_building_takes(layer: Any, beliefs: bool) -> None:
    """The arrays that stay, to a hundredth, and the most that were there at once, to a twelfth."""
    for spec in (
        SocietySpec(population=300_000, online=layer),
        SocietySpec(population=200_000, online=RingLattice(mean_degree=4), offline=layer),
    ):
        build_society(spec.model_copy(update={"population": 100}), seed=1, replicate=0, beliefs=beliefs)
        tracemalloc.start()
        society = build_society(spec, seed=1, replicate=0, beliefs=beliefs)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        layers = [layer for layer in (society.online, society.offline) if layer is not None]
        arrays = [*society.people, *(array for layer in layers for array in (layer.offsets, layer.friends))]
        told = society_bytes(spec, beliefs=beliefs)
        assert told.kept == pytest.approx(sum(array.nbytes for array in arrays), rel=0.01)
        assert sum(told) == estimate_bytes(spec, beliefs=beliefs) == pytest.approx(peak, rel=1 / 12)


def test_the_estimate_grows_with_people_and_ties() -> None:
    small = estimate_bytes(SocietySpec(population=1000, online=Empty()))
    assert estimate_bytes(SocietySpec(population=2000, online=Empty())) == 2 * small
    assert estimate_bytes(SocietySpec(population=1000, online=Complete())) >= small + 8 * 499_500
    gathering = SocietySpec(population=1000, online=Empty(), offline=ErdosRenyi(mean_degree=50.0))
    assert estimate_bytes(gathering) > small + 8 * 25_000
    varied = SocietySpec(population=1000, online=Empty(), traits=TraitSpecs(care=Uniform(low=0.0, high=1.0)))
    assert estimate_bytes(varied) == small + 4000


def test_a_hundred_million_people_fit_a_modest_machine() -> None:
    kept, building = society_bytes(SocietySpec(population=100_000_000), beliefs=False)
    assert kept == pytest.approx(6.0e9, rel=0.001)
    assert kept + building < 7e9


def test_every_step_is_named_before_it(edges: FileNetwork) -> None:
    steps: list[str] = []
    spec = SocietySpec(population=50, offline=RingLattice(mean_degree=2))
    build_society(spec, seed=1, replicate=0, doing=steps.append)
    assert steps == ["drawing ties online", "drawing ties offline", "numbering people offline", "drawing traits"]
    steps.clear()
    shares: list[float] = []
    build_society(SocietySpec(online=edges), seed=1, replicate=0, doing=steps.append, progress=shares.append)
    assert steps == ["reading the network file", "drawing traits"]
    assert shares[-1] == 1.0


@pytest.mark.parametrize("offline", [None, "same", ErdosRenyi(mean_degree=3.0)])
def test_a_reordered_society_is_the_same_people_with_the_same_friends(offline: Any) -> None:
    society = build(population=300, offline=offline)
    moved = society.reordered()
    assert (moved.offline is moved.online) == (offline == "same")
    assert np.array_equal(moved.online.reordered().network.degrees().sum(), society.online.degrees().sum())
    back = moved.renumbered(np.argsort(moved.people.key))
    assert np.array_equal(back.people.key, np.arange(300))
    for one, other in zip(back.people[:6], society.people[:6], strict=True):
        assert one.tobytes() == other.tobytes()
    assert back.online.friends.tobytes() == society.online.friends.tobytes()
    assert back.online.offsets.tobytes() == society.online.offsets.tobytes()
    if society.offline is not None:
        assert back.offline is not None
        assert back.offline.friends.tobytes() == society.offline.friends.tobytes()


@pytest.mark.parametrize("population", [1, 0, -5, 2.0, True, "many"])
def test_a_population_that_is_none_is_refused(population: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        SocietySpec.model_validate({"population": population})
    assert caught.value.error_count() == 1
    assert caught.value.errors()[0]["loc"] == ("population",)


def test_layers_that_do_not_fit_are_named_all_at_once() -> None:
    spec = SocietySpec(population=8, online=HolmeKim(mean_degree=10), offline=RandomRegular(mean_degree=9))
    with pytest.raises(InputError) as caught:
        check_layers(spec, people=8)
    assert [line.split(":")[0] for line in caught.value.lines] == ["society.online", "society.offline"]
    with pytest.raises(InputError, match=r"society\.online"):
        build_society(spec, seed=1, replicate=0)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"offline": "sme"}, 'must be "same", or a table'),
        ({"offline": {"generator": "ring"}}, "unknown generator 'ring'"),
        ({"offline": {"generator": "ring-lattice", "mean_degree": 3}}, "even"),
        ({"online": "same"}, "must be a table"),
        ({"ofline": "same"}, "Extra"),
    ],
)
def test_a_mistake_is_one_clear_error(written: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SocietySpec.model_validate(written)
    assert caught.value.error_count() == 1
    assert words in caught.value.errors()[0]["msg"]


@pytest.mark.parametrize("offline", [None, "same", RingLattice(mean_degree=2)])
def test_a_spec_reads_back_equal_and_hashes(offline: Any) -> None:
    spec = SocietySpec(population=30, offline=offline, traits={"care": 0.1})  # type: ignore[arg-type]
    assert SocietySpec.model_validate(spec.model_dump()) == spec
    assert SocietySpec.model_validate_json(spec.model_dump_json()) == spec
    assert hash(spec) == hash(SocietySpec.model_validate(spec.model_dump()))
    assert "population" in SocietySpec.model_json_schema()["properties"]
