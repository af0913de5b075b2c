"""The society as a whole: layers, files, memory, and people who keep their keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from hushed import memory
from hushed.errors import InputError
from hushed.society.generators import Complete, Empty, ErdosRenyi, FileNetwork, HolmeKim, RandomRegular, RingLattice
from hushed.society.society import (
    Society,
    SocietySpec,
    build_society,
    check_layers,
    check_memory,
    estimate_bytes,
)


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
        assert society.people.key.size == 30
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
    for before, after in zip(society.people, moved.people, strict=True):
        assert np.array_equal(after, before[order])
        assert after.dtype == before.dtype
    for layer in ("online", "offline"):
        before, after = getattr(society, layer), getattr(moved, layer)
        after.check()
        for new in range(0, 200, 7):
            row = after.friends[int(after.offsets[new]) : int(after.offsets[new + 1])]
            old = int(order[new])
            expected = before.friends[int(before.offsets[old]) : int(before.offsets[old + 1])]
            assert sorted(order[row].tolist()) == expected.tolist()


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


def test_the_estimate_grows_with_people_and_ties() -> None:
    small = estimate_bytes(SocietySpec(population=1000, online=Empty()))
    assert estimate_bytes(SocietySpec(population=2000, online=Empty())) == 2 * small
    assert estimate_bytes(SocietySpec(population=1000, online=Complete())) > small + 8 * 499_500
    gathering = SocietySpec(population=1000, online=Empty(), offline=ErdosRenyi(mean_degree=50.0))
    assert estimate_bytes(gathering) > small + 8 * 25_000


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
