"""Rule 3: nothing comes out that could be matched to a person. Results are aggregates, whoever looks and however."""

from __future__ import annotations

import ast
import csv
import inspect
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
import zarr
from scope_labels import edge_list, label, pairs, png_chunks
from scope_source import calls, name_of, place

import hushed
from hushed.experiments.recovery.abolition import recorded_abolition
from hushed.experiments.recovery.answer import measured as recovered
from hushed.experiments.recovery.habits import HABITS
from hushed.experiments.recovery.loop import looped
from hushed.experiments.recovery.way import recorded_way
from hushed.figures.loop import loop_png
from hushed.figures.recovery_picture import recovery_png
from hushed.figures.speech_picture import speech_png
from hushed.outcomes import OUTCOMES
from hushed.results.store import save

PEOPLE = 7919
"""A prime, so that no other length is like it by chance."""
REPLICATES, ROUNDS = 3, 13
ARMS = {"run": 1, "compare": 2, "recover": 3, "scan": 1}
LENGTHS = {"replicate": REPLICATES, "round": ROUNDS, "when": 2, "outcome": len(OUTCOMES)}
"""Every dimension of a result besides its arms. None counts people, ties or places in a network."""


def arms_of(name: str) -> int:
    return ARMS[name.split(" on ")[0]]


def lengths_of(name: str) -> dict[str, int]:
    return LENGTHS | {"arm": arms_of(name)}


FILES = {
    "outcomes.csv": "outcomes of rounds",
    "columns.csv": "what its columns mean",
    "scenario.toml": "what was run",
    "outcomes.zarr": "the same outcomes, labelled",
    "picture.png": "the picture",
}

PUBLIC = {
    "Attribution": "shares of an outcome, aggregates",
    "attribute": "returns an Attribution",
    "check_model": "says which tests a user's own model passed",
    "sensitivity": "returns how much outcomes hang on parameters",
    "Comparison": "two arms and their difference, aggregates",
    "InputError": "what is wrong with an input",
    "Loops": "a scan up and down, aggregates",
    "Recovery": "three arms and what an abolition gave back, aggregates",
    "Restoration": "what safeguards restore: aggregates by set and dose",
    "Scenario": "what a run depends on; its own methods return scenarios, text and digests",
    "__version__": "text",
    "compare": "returns a Comparison",
    "explore": "writes a page of a scenario, or of the aggregates of a stored result",
    "load": "returns the aggregates of a stored result",
    "open_study": "returns the aggregates of a sweep",
    "parse_scenario": "returns a Scenario",
    "read_scenario": "returns a Scenario",
    "recover": "returns a Recovery",
    "run": "returns aggregates",
    "save": "writes aggregates",
    "scan": "returns Loops",
    "what_restores": "returns a Restoration",
    "sweep": "returns the aggregates of a sweep",
}
"""The public face. Whoever adds a name says what it gives, and adds it to the tests below if it gives results."""

WRITERS = {
    "results/flushing.py": "bytes that its callers, listed here, hand it",
    "cli/report.py": "a report, made of stored aggregates",
    "results/store.py": "a result folder: the dataset, the scenario, the picture",
    "results/tabular.py": "outcomes by round, and what the columns mean",
    "studies/chunks.py": "the outcomes of a study's units, and their labels",
    "studies/folder.py": "what a study asked",
    "studies/ledger.py": "how each unit went",
    "studies/exporting.py": "the outcomes of a study as one file",
    "figures/style.py": "the picture, as bytes in memory",
    "cli/new.py": "the starter of a scenario",
    "cli/replicate.py": "the pictures of a replication",
    "cli/docked.py": "targets of a replication, published and reached",
    "replications/daymude/sweep_cells.py": "what a cell of the published sweep came to: levers and costs of trials",
}
"""Every file of the package that writes anything but text for the terminal."""
_WRITES = {
    *("write_text", "write_bytes", "to_zarr", "to_netcdf", "to_csv", "to_parquet", "to_json", "to_excel", "to_pickle"),
    *("savefig", "imsave", "savetxt", "savez", "savez_compressed", "tofile", "save_array", "dump", "create_array"),
    *("export", "NamedTemporaryFile", "FileIO", "connect", "symlink_to", "hardlink_to"),
}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ties") / "edges.csv"
    path.write_text(edge_list(pairs(1009), [label(i) for i in range(1009)]), encoding="utf-8")
    return path


def played(people: int) -> xr.Dataset:
    scenario = hushed.read_scenario("all-instruments", population=people, rounds=ROUNDS)
    return hushed.run(scenario, replicates=REPLICATES)


@pytest.fixture(scope="module")
def results(network: Path) -> dict[str, tuple[xr.Dataset, int]]:
    """A result of every kind there is, with how many people it is about."""
    loaded = hushed.read_scenario("sesame-credit", network=network, rounds=ROUNDS)
    invented = hushed.read_scenario("sesame-credit", population=PEOPLE, rounds=ROUNDS)
    everything = hushed.read_scenario("all-instruments", population=PEOPLE, rounds=ROUNDS)
    way = {"start": 0.0, "end": 0.5, "steps": (ROUNDS + 1) // 2, "hold": 1}
    return {
        "run": (played(PEOPLE), PEOPLE),
        "run on a loaded network": (hushed.run(loaded, replicates=REPLICATES), 1009),
        "compare": (hushed.compare(invented, without="association", replicates=REPLICATES).dataset, PEOPLE),
        "compare on a loaded network": (
            hushed.compare(loaded, with_=("secret_scores", 0.5), replicates=REPLICATES).dataset,
            1009,
        ),
        "recover": (hushed.recover(everything, abolish="all", replicates=REPLICATES).dataset, PEOPLE),
        "recover on a loaded network": (
            hushed.recover(loaded, abolish="association", replicates=REPLICATES).dataset,
            1009,
        ),
        "scan": (
            hushed.scan(everything, "regime.association.weight", replicates=REPLICATES, **way).dataset,
            PEOPLE,
        ),
    }


@pytest.fixture(scope="module")
def stored(results: dict[str, tuple[xr.Dataset, int]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("results")
    draw = {"run": speech_png, "compare": speech_png, "recover": recovery_png, "scan": loop_png}
    drawn = {name: png(results[name][0]) for name, png in draw.items()}
    return {
        name: save(dataset, folder / str(place), extra={"picture.png": drawn[name.split(" on ")[0]]})
        for place, (name, (dataset, _)) in enumerate(results.items())
    }


def test_no_array_is_as_long_as_there_are_people_or_ties(results: dict[str, tuple[xr.Dataset, int]]) -> None:
    for name, (dataset, people) in results.items():
        assert int(dataset["people"]) == people, name
        for variable, values in dataset.variables.items():
            for dimension, length in zip(values.dims, values.shape, strict=True):
                assert lengths_of(name).get(str(dimension)) == length, (name, variable, dimension, length)


def test_no_stored_array_is_either(stored: dict[str, Path]) -> None:
    """Zarr's own groups and arrays, whether or not xarray would show them."""
    for name, folder in stored.items():
        members = zarr.open_group(folder / "outcomes.zarr", mode="r").members(max_depth=None)
        assert len(members) > 40
        for path, member in members:
            assert isinstance(member, zarr.Array), (name, path)
            dimensions = member.metadata.dimension_names or ()
            assert member.shape == tuple(lengths_of(name)[dimension] for dimension in dimensions), (name, path)


def test_attributes_hold_no_lists(results: dict[str, tuple[xr.Dataset, int]]) -> None:
    for name, (dataset, _) in results.items():
        for attributes in (dataset.attrs, *(variable.attrs for variable in dataset.variables.values())):
            for key, value in attributes.items():
                assert isinstance(value, str | int | float), (name, key)
                assert key == "scenario" or len(str(value)) < 300, (name, key)


def test_a_result_holds_the_listed_files_alone(stored: dict[str, Path]) -> None:
    for folder in stored.values():
        assert {each.name for each in folder.iterdir()} == FILES.keys()


def test_the_table_has_a_row_for_each_round_of_each_replicate_and_no_other(stored: dict[str, Path]) -> None:
    for name, folder in stored.items():
        arms = arms_of(name)
        rows = list(csv.DictReader((folder / "outcomes.csv").open(encoding="utf-8", newline="")))
        keys = [(row.get("arm"), row["replicate"], row["round"]) for row in rows]
        assert len(rows) == len(set(keys)) == arms * REPLICATES * ROUNDS
        axes = {"arm", "replicate", "round"}
        habits = HABITS if name.startswith("recover") else ()
        assert {*rows[0]} - axes == {*OUTCOMES, "voice_share_error", *habits}
        columns = list(csv.DictReader((folder / "columns.csv").open(encoding="utf-8", newline="")))
        assert [row["column"] for row in columns] == [*rows[0]]


def test_the_picture_carries_nothing_but_itself(stored: dict[str, Path]) -> None:
    for folder in stored.values():
        kinds = {kind for kind, _ in png_chunks((folder / "picture.png").read_bytes())}
        assert kinds == {"IHDR", "pHYs", "IDAT", "IEND"}


def sizes(folder: Path) -> dict[str, int]:
    return {each.relative_to(folder).as_posix(): each.stat().st_size for each in folder.rglob("*") if each.is_file()}


def test_no_file_grows_with_the_population(tmp_path: Path) -> None:
    """One bit for each person would add 6 kB."""
    few, many = (sizes(save(played(people), tmp_path / str(people))) for people in (1_000, 50_000))
    assert few.keys() == many.keys()
    for name, size in few.items():
        assert many[name] <= 1.1 * size + 600, (name, size, many[name])


def test_a_sweep_keeps_outcomes_by_point_and_replicate_and_no_people(tmp_path: Path) -> None:
    """No array has another dimension, and no file grows with the population."""
    folders = []
    for people in (1_000, PEOPLE):
        study = tmp_path / f"{people}.toml"
        study.write_text(
            'study = 1\nscenario = "all-instruments"\nreplicates = 2\nkeep = "all"\n[set]\nrounds = 4\n'
            f'"society.population" = {people}\n[levers]\n"regime.scoring.severity" = [0.1, 0.2, 0.4]\n'
        )
        results = hushed.sweep(study, tmp_path / str(people), executor="in-process")
        assert set(results.sizes) == {"point", "replicate", "round"}
        folders.append(tmp_path / str(people))
    lengths = {"point": 3, "replicate": 2, "round": 4, "outcome": 17}
    for path, member in zarr.open_group(folders[1] / "results.zarr", mode="r").members(max_depth=None):
        assert isinstance(member, zarr.Array), path
        assert member.shape == tuple(lengths[each] for each in member.metadata.dimension_names or ()), path
    few, many = map(sizes, folders)
    assert few.keys() == many.keys()
    assert all(many[name] <= size + 20 for name, size in few.items())


def test_no_outcome_is_one_persons_value() -> None:
    """Scores come out as quantiles well inside, not as the least and the greatest, which belong to somebody."""
    from hushed.engine.tally import SCORE_SHARES

    assert SCORE_SHARES.min() >= 0.05
    assert SCORE_SHARES.max() <= 0.95
    extremes = [name for name in OUTCOMES if name.endswith(("_min", "_max", "_least", "_most", "_p00", "_p100"))]
    assert not extremes


def longest(value: Any) -> int:
    """The length of the longest list or table in nested data."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max([len(inner), *(longest(each) for each in inner)])


def test_a_replication_gives_rounds_and_no_people() -> None:
    from hushed.replications.registry import replication

    settings = {"population": PEOPLE, "rounds": ROUNDS}
    made = replication("daymude-2025").run("trial", settings=settings).as_json()
    assert longest(json.loads(json.dumps(made))) <= ROUNDS


def test_the_public_face_is_the_listed_one() -> None:
    assert set(hushed.__all__) == PUBLIC.keys()
    assert {name for name in dir(hushed) if name[0].isupper()} <= PUBLIC.keys() | {"TYPE_CHECKING", "Any"}


def test_what_the_public_face_returns_is_no_society() -> None:
    """Of the functions, those that give results are run above; the others give text, scenarios and folders."""
    returned = {
        name: str(inspect.signature(getattr(hushed, name)).return_annotation)
        for name in hushed.__all__
        if inspect.isfunction(getattr(hushed, name))
    }
    assert returned == {
        "attribute": "Attribution",
        "check_model": "Checked",
        "sensitivity": "Sensitivity",
        "compare": "Comparison",
        "explore": "Path",
        "load": "xr.Dataset",
        "open_study": "xr.Dataset",
        "parse_scenario": "Scenario",
        "read_scenario": "Scenario",
        "recover": "Recovery",
        "run": "xr.Dataset",
        "save": "Path",
        "scan": "Loops",
        "what_restores": "Restoration",
        "sweep": "xr.Dataset",
    }


def test_what_restores_gives_aggregates_alone() -> None:
    found = [
        hushed.what_restores(
            hushed.read_scenario("sesame-credit", population=people, rounds=4), replicates=3, largest=1
        )
        for people in (PEOPLE, 401)
    ]
    for each in found:
        assert set(each.dataset.sizes) == {"policy", "replicate", "safeguard"}
        assert each.dataset.sizes["replicate"] == 3
        for member in each.members:
            for value in (*member.restored, member.cost, *(member.reacted or ()), *(member.loss or ())):
                assert np.ndim(value) == 0
    assert found[0].dataset.sizes["safeguard"] == found[1].dataset.sizes["safeguard"] == 13
    assert max(found[0].dataset.sizes.values()) < 100


def test_a_comparison_holds_aggregates_alone(results: dict[str, tuple[xr.Dataset, int]]) -> None:
    assert set(hushed.Comparison.__dataclass_fields__) == {"dataset", "change", "rounds", "last", "mean"}
    dataset, _ = results["compare"]
    from hushed.experiments.change import recorded_change
    from hushed.experiments.effects import measured

    made = measured(dataset, recorded_change(dataset.attrs))
    for effect in (*made.last.values(), *made.mean.values()):
        for value in (effect.as_is, effect.changed, *effect.difference, effect.variance_ratio):
            assert np.ndim(value) == 0


def test_an_attribution_holds_aggregates_alone(network: Path, tmp_path: Path) -> None:
    loaded = hushed.read_scenario("sesame-credit", network=network, rounds=2)
    found = hushed.attribute(loaded, replicates=REPLICATES)
    assert int(found.dataset["people"]) == 1009
    lengths = {"over": 2, "subset": 64, "instrument": 6, "replicate": REPLICATES, "outcome": len(OUTCOMES)}
    for name, values in found.dataset.variables.items():
        for dimension, length in zip(values.dims, values.shape, strict=True):
            assert lengths.get(str(dimension)) == length, (name, dimension, length)
    folder = save(found.dataset, tmp_path / "result")
    for path, member in zarr.open_group(folder / "outcomes.zarr", mode="r").members(max_depth=None):
        assert isinstance(member, zarr.Array), path
        assert member.shape == tuple(lengths[dimension] for dimension in member.metadata.dimension_names or ()), path
    for value in found.dataset.attrs.values():
        assert isinstance(value, str | int | float)
    for share in found.shares.values():
        for value in (*share.share, *share.abolished_alone, share.indispensable, share.order_error):
            assert np.ndim(value) == 0
    assert all(np.ndim(value) == 0 for pair in found.pairs for value in pair.interaction)
    assert len(found.sums) == len(found.totals) == REPLICATES


def test_a_recovery_and_a_scan_hold_aggregates_alone(results: dict[str, tuple[xr.Dataset, int]]) -> None:
    assert set(hushed.Recovery.__dataclass_fields__) == {"dataset", "abolition", "regained"}
    assert set(hushed.Loops.__dataclass_fields__) == {"dataset", "way", "loops"}
    recovery = recovered(results["recover"][0], recorded_abolition(results["recover"][0].attrs))
    for regained in recovery.regained.values():
        for value in regained[1:]:
            assert all(np.ndim(each) == 0 for each in (value if isinstance(value, tuple) else (value,)))
    way = recorded_way(results["scan"][0].attrs)
    for loop in looped(results["scan"][0], way).loops.values():
        assert len(loop.there) == len(loop.back) == way.steps
        assert all(np.ndim(each) == 0 for value in loop[3:] for each in value)


def writes(call: ast.Call, name: str) -> bool:
    """Whether a call puts something into a file."""
    if name in ("open", "gzip.open") or name.endswith(".open"):
        given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
        modes = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        return any(set(mode) <= set("rwaxbt+") and set(mode) & set("wax+") for mode in modes)
    return name.rpartition(".")[2] in _WRITES or name in ("np.save", "numpy.save")


def test_nothing_writes_but_what_is_listed_here() -> None:
    found = {name_of(source): place(source, node) for source, node, name in calls() if writes(node, name)}
    assert found.keys() <= WRITERS.keys(), [found[name] for name in found.keys() - WRITERS.keys()]


def test_a_users_own_model_gives_single_numbers_and_no_people(tmp_path: Path) -> None:
    """Neither as arrays nor as one outcome for each of a few people; a result has no other dimension than others."""
    from hushed.models import Outcome
    from hushed.models.declared import MOST_OUTCOMES

    class Telling:
        outcomes = tuple(Outcome(f"person_{each}", "score", "Somebody's score.") for each in range(MOST_OUTCOMES + 1))

        def init(self, society: Any, random: Any) -> Any:  # noqa: ARG002
            return society.people.desire

        def step(self, state: Any, round: int) -> Any:  # noqa: ARG002
            return {"person_0": state}

    scenario = hushed.read_scenario("sesame-credit", population=PEOPLE, rounds=ROUNDS)
    with pytest.raises(hushed.InputError, match="outcomes are aggregates"):
        hushed.run(scenario, model=Telling())
    Telling.outcomes = Telling.outcomes[:1]
    with pytest.raises(hushed.InputError, match=f"is an array of {PEOPLE}; an outcome is one number over all people"):
        hushed.run(scenario, model=Telling())
    Telling.step = lambda _, state, round: {"person_0": state.mean() + round}
    dataset = hushed.run(scenario, model=Telling(), replicates=REPLICATES)
    for values in dataset.variables.values():
        assert all(LENGTHS.get(str(dim)) == length for dim, length in zip(values.dims, values.shape, strict=True))
    kept = save(dataset, tmp_path / "own")
    assert {each.name for each in kept.iterdir()} == FILES.keys() - {"picture.png"}
