"""Reading edge lists: the shape comes in, labels do not come out, and every mistake is told with its line."""

from __future__ import annotations

import copy
import errno
import gzip
import io
import pickle
import traceback
import tracemalloc
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from network_oracle import as_networkx

from hushed import memory
from hushed.errors import InputError
from hushed.society import edge_text, loading
from hushed.society.loading import LoadedNetwork, load_network

LASTFM = Path(__file__).resolve().parents[3] / "shared" / "networks" / "lastfm_asia_edges.csv"
HERE = Path(__file__).parent


def load(folder: Path, text: str | bytes, *, seed: int = 1, **options: Any) -> LoadedNetwork:
    path = folder / "edges.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_network(path, seed=seed, **options)


def refusal(folder: Path, text: str | bytes, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        load(folder, text, **options)
    return str(caught.value)


def counts(loaded: LoadedNetwork) -> tuple[int, int, int, int, int]:
    loaded.network.check()
    assert loaded.network.people == loaded.people
    assert loaded.network.ties == loaded.ties
    return loaded.people, loaded.ties, loaded.duplicates, loaded.self_loops, loaded.lines


@pytest.mark.skipif(not LASTFM.exists(), reason="the published network is not at hand")
def test_the_published_network_loads_with_its_published_counts() -> None:
    loaded = load_network(LASTFM, seed=1)
    assert counts(loaded) == (7624, 27806, 0, 0, 27806)
    graph = nx.parse_edgelist(LASTFM.read_text().splitlines()[1:], delimiter=",")
    assert sorted(loaded.network.degrees().tolist()) == sorted(degree for _, degree in graph.degree)
    assert loaded.network.clustering() == pytest.approx(nx.average_clustering(graph), rel=1e-9)


def test_a_made_up_list_with_names_quotes_comments_and_a_header() -> None:
    assert counts(load_network(HERE / "friends.csv", seed=3)) == (5, 5, 1, 1, 7)


PLAIN = "1 2\n2 3\n3 1\n3 4\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(" ", ","),
        PLAIN.replace(" ", "\t"),
        PLAIN.replace(" ", ";"),
        PLAIN.replace(" ", " , "),
        PLAIN.replace(" ", "   "),
        PLAIN.rstrip("\n"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "1 2\r\n2 3\n3 1\r3 4",
        "\ufeff" + PLAIN,
        "\n\n  \n" + PLAIN + "\n \n",
        "# one\n% two\n" + PLAIN.replace("\n", "\n# three\n"),
        "# FromNodeId\tToNodeId\n" + PLAIN.replace(" ", "\t"),
        "source target\n" + PLAIN,
        "Node_1,Node_2\n" + PLAIN.replace(" ", ","),
        '"id_1","id_2"\n' + PLAIN.replace(" ", ","),
        "who whom\n" + PLAIN,
        '"1" "2"\n"2" "3"\n3 "1"\n"3" 4\n',
        '"a,b",c\nc,d\nd,"a,b"\nd,"say ""hi"""\n',
        "from,to\na,b\nb,c\nc,a\nc,é\n",
        "ann bo\nbo cy\ncy ann\ncy 9\n",
        "user1 user2\nuser2 user3\nuser3 user1\nuser3 user4\n",
        "9223372036854775807 0\n0 007\n007 9223372036854775807\n007 7\n",
        "1.0 2.0\n2.0 3.0\n3.0 1.0\n3.0 4.0\n",
        "12345678901234567 1234567890123456789\n1234567890123456789 3\n3 12345678901234567\n3 4\n",
        gzip.compress(PLAIN.encode(), mtime=0),
        gzip.compress(b"1 2\n2 3\n", mtime=0) + gzip.compress(b"3 1\n3 4\n", mtime=0),
    ],
)
def test_every_way_of_writing_the_same_shape(tmp_path: Path, text: str | bytes) -> None:
    loaded = load(tmp_path, text)
    assert counts(loaded) == (4, 4, 0, 0, 4)
    assert sorted(loaded.network.degrees().tolist()) == [1, 2, 2, 3]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=40),
    style=st.sampled_from(["{0} {1}", "{0},{1}", "p{0}\tp{1}", '"{0}", "{1}"', "{0:021d}x {1:021d}x"]),
    end=st.sampled_from(["\n", "\r\n", "\r", "\n# note\n", "\n\n"]),
    block=st.sampled_from([1, 2, 7, 64, 1 << 20]),
)
def test_any_list_gives_the_graph_networkx_gives(
    tmp_path: Path, pairs: list[tuple[int, int]], style: str, end: str, block: int
) -> None:
    graph = nx.Graph(pairs)
    loops = [pair for pair in pairs if pair[0] == pair[1]]
    graph.remove_edges_from(loops)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edge_text, "BLOCK_BYTES", block)
        text = "".join(style.format(*pair) + end for pair in pairs)
        if len(loops) == len(pairs):
            assert "no ties are left" in refusal(tmp_path, text)
            return
        loaded = load(tmp_path, text)
    assert loaded.people == graph.number_of_nodes()
    assert loaded.ties == graph.number_of_edges()
    assert loaded.self_loops == len(loops)
    assert loaded.lines == len(pairs)
    assert loaded.duplicates == len(pairs) - len(loops) - loaded.ties
    assert sorted(loaded.network.degrees().tolist()) == sorted(degree for _, degree in graph.degree)
    assert nx.weisfeiler_lehman_graph_hash(as_networkx(loaded.network)) == nx.weisfeiler_lehman_graph_hash(graph)


def test_many_lines_over_many_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge_text, "BLOCK_BYTES", 4096)
    ends = np.random.default_rng(2).integers(0, 5000, (30_000, 2))
    loaded = load(tmp_path, "\n".join(f"{a}\t{b}" for a, b in ends))
    graph = nx.Graph(ends.tolist())
    graph.remove_edges_from(nx.selfloop_edges(graph))
    assert (loaded.people, loaded.ties) == (graph.number_of_nodes(), graph.number_of_edges())
    assert sorted(loaded.network.degrees().tolist()) == sorted(degree for _, degree in graph.degree)


def _path_ends(loaded: LoadedNetwork) -> list[int]:
    return np.flatnonzero(loaded.network.degrees() == 1).tolist()


def test_the_order_of_people_is_random_and_depends_on_the_seed(tmp_path: Path) -> None:
    """A path 0-1-2-…: renumbered at random its neighbours are far apart, in file order they would be next door."""
    text = "\n".join(f"{i} {i + 1}" for i in range(999))
    first, again, other = (load(tmp_path, text, seed=seed) for seed in (1, 1, 2))
    assert first.network.friends.tobytes() == again.network.friends.tobytes()
    assert first.network.friends.tobytes() != other.network.friends.tobytes()
    for loaded in (first, other):
        own = np.repeat(np.arange(1000), loaded.network.degrees())
        gaps = np.abs(own - loaded.network.friends.astype(int))
        # The mean gap of two random places among 1000 is 333; in file order it would be 1.
        assert abs(gaps.mean() - 1001 / 3) < 30
    ends = [tuple(_path_ends(load(tmp_path, text, seed=seed))) for seed in range(12)]
    assert len(set(ends)) == 12


def test_progress_ends_at_one_and_never_falls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge_text, "BLOCK_BYTES", 64)
    for text in (PLAIN * 50, gzip.compress(PLAIN.encode() * 50)):
        shares: list[float] = []
        load(tmp_path, text, progress=shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1


PLANTED = "Zyxwvut"
BAD_LINES = [
    ("{p}\n", ":1: one column"),
    ("{p},{p}b,5\n", ":1: 3 columns; only two ids"),
    ("a,b,{p}\n1,2,3\n", ":1: 3 columns; only two ids"),
    ("{p},b\n{p},c\n{p}\n", ":3: 1 column where line 1 has 2"),
    ("{p},b\n\n# x\n{p},c,7\n", ":4: 3 columns where line 1 has 2"),
    ("1,2\n3,4\n5,6,{p}\n", ":3: 3 columns"),
    ("{p},b\n{p},\n", ":2: column 2: an empty id"),
    ("{p},b\n,{p}\n", ":2: column 1: an empty id"),
    ('{p},b\n"",{p}\n', ":2: column 1: an empty id"),
    ("{p},b\n{p},-7318\n", ":2: column 2: a negative id"),
    ("1,2\n3,4\n-7318.5,{p}\n", ":3: column 1: a negative id"),
    ("{p} 2\n9223372036854775808 1\n", ":2: column 1: a whole number above 2**63 - 1"),
    ("1 2\n2 3\n9 1" + "7318" * 2000 + "\n", ":3: column 2: a whole number above"),
    ('{p},b\n"{p},c\n', ":2: a quotation mark is not closed"),
    ('{p},b\n"{p}"x,c\n', ":2: text follows a closing quotation mark"),
    ("{p},b\n" + "{p}" * 10_000 + ",c\n", ":2: a line longer than 65536 bytes"),
    ("{p} {p}\nb b\n", "no ties are left"),
    ("# {p}\n\n", "the file is empty"),
    ("source,target\n", "no ties, only a header"),
    ("", "the file is empty"),
    ("   \n\n", "the file is empty"),
]


@pytest.mark.parametrize(("text", "words"), BAD_LINES)
def test_a_bad_line_is_refused_by_its_number_and_never_by_what_it_says(tmp_path: Path, text: str, words: str) -> None:
    message = refusal(tmp_path, text.replace("{p}", PLANTED))
    assert message.startswith(str(tmp_path / "edges.csv"))
    assert words in message
    assert PLANTED not in message
    assert "7318" not in message.replace(str(tmp_path), "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"1 2\n\xff\xfe 3\n", ":2: not valid UTF-8"),
        ("Zyxwvut é\nb c\n".encode("latin-1"), ":1: not valid UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (PLAIN.encode("utf-16"), "binary"),
        (bytes(range(256)) * 10, "binary"),
        (gzip.compress(b"1 2\n" * 500_000, mtime=0)[:-9], "gzip file is cut short or damaged"),
        (gzip.compress(b"1 2\n2 3\n", mtime=0)[:12], "gzip file is cut short or damaged"),
        (gzip.compress(b"1 2\n2 3\n", mtime=0)[:-8] + b"\1\2\3\4\5\6\7\1", "gzip file is cut short or damaged"),
        (b"\x1f\x8b", "gzip file is cut short or damaged"),
        (b"\x1f\x8bnonsense that is no gzip", "gzip file is cut short or damaged"),
        (gzip.compress(b"", mtime=0), "empty"),
        (gzip.compress(gzip.compress(b"1 2\n", mtime=0), mtime=0), "binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, text: bytes, words: str) -> None:
    assert words in refusal(tmp_path, text)


def test_a_line_without_end_is_refused_before_it_fills_memory(tmp_path: Path) -> None:
    path = tmp_path / "endless.gz"
    path.write_bytes(gzip.compress(b"1 2\n2 3\n" + b"7" * 60_000_000, compresslevel=1, mtime=0))
    tracemalloc.start()
    with pytest.raises(InputError, match=r":3: a line longer than 65536 bytes"):
        load_network(path, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(PLAIN)
    for path, words in (
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path / "file" / "below", "there is no such file"),
        ("a\0b", "there is no such file"),
        (tmp_path, "a folder"),
        ("/dev/null", "not an ordinary file"),
        ("x" * 5000, "cannot be read"),
    ):
        with pytest.raises(InputError, match=words):
            load_network(path, seed=1)


def test_a_disk_that_fails_while_reading_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    class Failing(io.BytesIO):
        """The disk fails at the first read, or at the one after the look at how the file begins."""

        def __init__(self, good: int) -> None:
            super().__init__(PLAIN.encode())
            self.good = good

        def read(self, *arguments: int) -> bytes:
            self.good -= 1
            if self.good < 0:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(*arguments)

    load(tmp_path, PLAIN)
    failing = [(lambda *_, good=good: Failing(good), "Input/output error") for good in (0, 1)]
    for opened, words in ((refuses, "Permission denied"), *failing):
        with monkeypatch.context() as during:
            during.setattr(memory, "available_bytes", lambda: 1 << 30)
            during.setattr(Path, "open", opened)
            with pytest.raises(InputError, match=f"cannot be read: {words}"):
                load_network(tmp_path / "edges.csv", seed=1)


def test_limits_on_people_and_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(tmp_path, PLAIN, people_limit=4).people == 4
    assert "more than 3 people" in refusal(tmp_path, PLAIN, people_limit=3)
    monkeypatch.setattr(loading, "MOST_PEOPLE", 2)
    assert "more than 2 people" in refusal(tmp_path, PLAIN)
    monkeypatch.setattr(loading, "MOST_PEOPLE", 2**32 - 1)
    monkeypatch.setattr(memory, "available_bytes", lambda: 300)
    message = refusal(tmp_path, PLAIN)
    assert "too large for this machine" in message
    assert "300 bytes are free" in message


def _everything_reachable(error: BaseException) -> str:
    """The text of an exception, of those behind it, and of every local of every frame that raised them."""
    seen = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(seen.format()) + repr(error.args) + repr(vars(error)) + repr(error.__context__)


@pytest.mark.parametrize(
    "text", [text for text, _ in BAD_LINES if "{p}" in text] + ["{p} 1\nb \udcff\n", "{p}1 {p}2\nx\n"]
)
def test_planted_labels_reach_nothing_that_outlives_the_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "planted.csv"
    path.write_bytes(text.replace("{p}", PLANTED).encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as caught:
        load_network(path, seed=1)
    assert PLANTED not in _everything_reachable(caught.value)


def test_planted_labels_are_nowhere_in_what_was_loaded(tmp_path: Path) -> None:
    number = 739104628517364
    text = f"{PLANTED} {number}\n{number} other{PLANTED}\nother{PLANTED} {PLANTED}\n{PLANTED} last\n"
    loaded = load(tmp_path, text)
    for form in (pickle.dumps(loaded), repr(loaded).encode(), pickle.dumps(copy.deepcopy(loaded.network))):
        assert PLANTED.encode() not in form
        assert str(number).encode() not in form
        assert number.to_bytes(8, "little") not in form
        assert str(tmp_path).encode() not in form
    assert set(LoadedNetwork.__slots__) == {"network", "people", "ties", "duplicates", "self_loops", "lines", "shape"}
    assert loaded.network.friends.max() < loaded.people


def test_the_digest_of_a_shape_knows_the_ties_and_no_label(tmp_path: Path) -> None:
    named, numbered = load(tmp_path, "ann bob\nbob cy\n"), load(tmp_path, "9 7\n7 123456\n")
    assert named.shape == numbered.shape
    assert named.network.friends.tolist() == numbered.network.friends.tolist()
    assert named.shape != load(tmp_path, "ann bob\nbob cy\ncy ann\n").shape
