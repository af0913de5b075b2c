"""Rule 2 in the reader: a loaded network keeps its shape, its labels decide nothing, and no map leads back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scope_labels import edge_list, label, pairs

from hushed.errors import InputError
from hushed.society import edge_text
from hushed.society.loading import LoadedNetwork, load_network
from hushed.society.society import Reading, Society

PEOPLE = 120


def load(folder: Path, text: str, *, seed: int = 1) -> LoadedNetwork:
    path = folder / "edges.csv"
    path.write_text(text, encoding="utf-8")
    return load_network(path, seed=seed)


def graph_of(loaded: LoadedNetwork) -> nx.Graph:
    own = np.repeat(np.arange(loaded.people), loaded.network.degrees())
    graph = nx.Graph(zip(own.tolist(), loaded.network.friends.tolist(), strict=True))
    graph.add_nodes_from(range(loaded.people))
    return graph


def arrays(loaded: LoadedNetwork) -> tuple[bytes, bytes]:
    return loaded.network.offsets.tobytes(), loaded.network.friends.tobytes()


def test_the_shape_comes_in_whole(tmp_path: Path) -> None:
    ties = pairs(PEOPLE)
    loaded = load(tmp_path, edge_list(ties, [label(i) for i in range(PEOPLE)]))
    assert nx.is_isomorphic(graph_of(loaded), nx.Graph(ties))


LABELS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='",;#%'), min_size=1),
    min_size=8,
    max_size=8,
    unique=True,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ties=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=30),
    one=LABELS.map(lambda labels: [f"ж{each}" for each in labels]),
    other=LABELS.map(lambda labels: [f"{each}@zebulon.example" for each in labels]),
    numbers=st.lists(st.integers(0, 2**63 - 1), min_size=8, max_size=8, unique=True),
    seed=st.integers(0, 2**32 - 1),
)
def test_labels_decide_nothing(
    tmp_path: Path,
    ties: list[tuple[int, int]],
    one: list[str],
    other: list[str],
    numbers: list[int],
    seed: int,
) -> None:
    """Files that differ by their labels alone become the same arrays, however the labels sort."""
    if all(a == b for a, b in ties):
        return
    texts = [edge_list(ties, labels) for labels in (one, other, [str(number) for number in numbers])]
    made = [arrays(load(tmp_path, text, seed=seed)) for text in texts]
    assert made[1:] == made[:-1]


@pytest.mark.parametrize("written", ["{i}", "{i:05d}", "1234567890123456{i:03d}", '"{i}"', "{i}.0"])
def test_it_does_not_show_whether_people_were_named_or_numbered(tmp_path: Path, written: str) -> None:
    """Bare numbers are read many at once, other labels line by line; the people get the same places all the same."""
    ties = pairs(PEOPLE)
    named, numbered = (
        arrays(load(tmp_path, "".join(f"{form.format(i=a)} {form.format(i=b)}\n" for a, b in ties)))
        for form in ("ж{i}", written)
    )
    assert named == numbered


@pytest.mark.parametrize(("short", "long"), [("ж{i}", "жж-{i:030d}"), ("{i}", "1{i:014d}")])
def test_the_length_of_labels_decides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short: str, long: str
) -> None:
    """A large file is read in blocks, which end elsewhere where labels are longer."""
    monkeypatch.setattr(edge_text, "BLOCK_BYTES", 256)
    ties = pairs(PEOPLE)
    one, other = (
        arrays(load(tmp_path, "".join(f"{form.format(i=a)} {form.format(i=b)}\n" for a, b in ties)))
        for form in (short, long)
    )
    assert one == other


def test_the_numbers_of_people_depend_on_the_seed_and_not_on_the_file(tmp_path: Path) -> None:
    """The two people with most friends land anywhere, and nowhere in particular to each other."""
    ties = pairs(PEOPLE)
    text = edge_list(ties, [label(i) for i in range(PEOPLE)])
    degrees = [load(tmp_path, text, seed=seed).network.degrees().astype(int) for seed in range(200)]
    order = np.array([np.argsort(-each)[:2] for each in degrees])
    first, second = order.T
    # Of 200 draws among 120 places about 97 are met; in file order, or in a fixed order, it would be one.
    assert len(set(first.tolist())) > 75
    assert len(set(((second - first) % PEOPLE).tolist())) > 75
    # The mean of 200 uniform draws lies within 59.5 +- 10 with 4 standard errors.
    assert abs(first.mean() - 59.5) < 10
    assert 60 < (first < second).sum() < 140


def test_the_numbers_of_people_are_not_the_order_of_the_file(tmp_path: Path) -> None:
    """In the order of first appearance, of labels or of friends, these ties would join neighbours."""
    chain = [(i, i + 1) for i in range(999)]
    loaded = load(tmp_path, edge_list(chain, [f"ж{i:04d}" for i in range(1000)]))
    own = np.repeat(np.arange(1000), loaded.network.degrees())
    assert (np.abs(own - loaded.network.friends.astype(int)) == 1).mean() < 0.02
    ends = np.flatnonzero(loaded.network.degrees() == 1)
    assert not {0, 999} & set(ends.tolist())


def test_a_loaded_network_has_room_for_its_shape_alone() -> None:
    """Whoever adds a field shows that it is a count of the whole and no map back."""
    assert set(LoadedNetwork.__slots__) == {"network", "people", "ties", "duplicates", "self_loops", "lines", "shape"}
    assert set(Society.__slots__) == {"people", "online", "offline", "loaded", "reading"}
    assert set(Reading._fields) == {"lines", "duplicates", "self_loops", "shape"}


_WITNESS = """
import gc, sys
path, backward = sys.argv[1], sys.argv[2].encode()
from hushed.scenario.reader import read_scenario
from hushed.society.society import build_society
scenario = read_scenario("free-society", network=path)
society = build_society(scenario.society, seed=1, replicate=0)
assert society.size == 120 and society.loaded
gc.collect()
waiting = gc.get_objects()
seen = {id(waiting)}
while waiting:
    holder = waiting.pop()
    for held in gc.get_referents(holder):
        if isinstance(held, str):
            held = held.encode("utf-8", "surrogatepass")
        elif type(held).__name__ == "ndarray" and held.dtype.kind in "SUV":
            held = held.tobytes().replace(b"\\0", b"")
        if isinstance(held, (bytes, bytearray)):
            if backward in bytes(held).lower()[::-1]:
                sys.exit(f"{type(holder)} holds {bytes(held)[:80]!r}")
        elif not gc.is_tracked(held) and id(held) not in seen:
            # A table of texts and numbers is not on Python's own list, for it can be in no circle.
            seen.add(id(held))
            waiting.append(held)
print("nothing")
"""


def test_no_label_is_alive_once_the_file_has_been_read(tmp_path: Path) -> None:
    """No object of the process holds one: no table, cache or log keeps a map back."""
    path = tmp_path / "edges.csv"
    path.write_text(edge_list(pairs(PEOPLE), [label(i) for i in range(PEOPLE)]), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", _WITNESS, str(path), "ellavenneuq"], capture_output=True, text=True)
    assert done.stdout == "nothing\n", done.stderr


@pytest.mark.parametrize(
    "columns",
    ["source,target,post", "id,friend,opinion", "a,b,weight", "name,e-mail,friend", "a\tb\ttime", "a b 0.5"],
)
def test_attribute_columns_are_refused_and_the_reason_is_given(tmp_path: Path, columns: str) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(f"{columns}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_network(path, seed=1)
    message = str(caught.value)
    for word in ("only two ids", "attributes are refused", "because", "only the shape", "no record of what a person"):
        assert word in message
    assert "opinion" not in message


def test_attributes_are_refused_on_any_line(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    for row in ('ann,bob,"hello"', "ann,bob,1", "ann,bob,"):
        path.write_text(f"ann,bob\nbob,cyd\n{row}\n", encoding="utf-8")
        with pytest.raises(InputError, match=r":3: 3 columns.*attributes are refused"):
            load_network(path, seed=1)
