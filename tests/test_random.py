"""Philox against its published vectors, an independent big-integer oracle, and plain statistics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hushed.random import LARGEST_SEED, Channel, pair_subject, philox, philox_words, uniform, uniforms

# Random123's kat_vectors, philox4x32 with 10 rounds: counter, key, expected words.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
WORD = st.integers(0, LARGEST_SEED)


def philox_by_hand(counter, key):
    """The generator in Python's unbounded integers, from the paper's definition."""
    c = list(counter)
    k = list(key)
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c[0], 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c[2], 2**32)
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0]
        k = [(k[0] + 0x9E3779B9) % 2**32, (k[1] + 0xBB67AE85) % 2**32]
    return tuple(c)


@pytest.mark.parametrize(("counter", "key", "words"), PUBLISHED)
def test_published_vectors(counter, key, words):
    as_words = [np.uint64(word) for word in (*counter, *key)]
    assert tuple(int(word) for word in philox(*as_words)) == words
    assert tuple(int(word) for word in philox_words(*as_words)) == words


@given(st.tuples(WORD, WORD, WORD, WORD), st.tuples(WORD, WORD))
def test_equals_the_definition(counter, key):
    assert tuple(int(w) for w in philox(*map(np.uint64, (*counter, *key)))) == philox_by_hand(counter, key)


@given(WORD, WORD, WORD, st.integers(0, 2**64 - 1), st.sampled_from(Channel))
def test_scalar_and_array_forms_agree_and_follow_the_layout(seed, replicate, round_, subject, channel):
    array = uniforms(
        seed=seed, replicate=replicate, round=round_, subjects=np.array([subject], dtype=np.uint64), channel=channel
    )
    scalar = uniform(*map(np.uint64, (seed, replicate, round_, subject, channel)))
    low, high = subject % 2**32, subject >> 32
    w0, w1, _, _ = philox_by_hand((low, high, round_, int(channel)), (seed, replicate))
    assert array[0] == scalar == (w0 * 2**32 + w1 >> 11) / 2**53
    assert 0 <= scalar < 1


def test_each_name_of_a_draw_matters():
    name = {"seed": 1, "replicate": 2, "round": 3, "channel": 4}
    people = np.arange(1000)
    drawn = [uniforms(**name, subjects=people)]
    drawn += [uniforms(**(name | {part: name[part] + 1}), subjects=people) for part in name]
    drawn.append(uniforms(**name, subjects=people + 1000))
    for i, one in enumerate(drawn):
        for other in drawn[:i]:
            assert not np.isin(one, other).any()
            assert abs(np.corrcoef(one, other)[0, 1]) < 4.5 / np.sqrt(1000)


@pytest.mark.parametrize("along", ["subject", "round", "replicate", "seed", "channel"])
def test_uniform_along_every_direction(along):
    at = {"seed": 9, "replicate": 8, "round": 7, "channel": 6}
    if along == "subject":
        drawn = uniforms(**at, subjects=np.arange(50_000))
    else:
        drawn = np.array([uniforms(**(at | {along: i}), subjects=np.array([5]))[0] for i in range(5_000)])
    assert stats.kstest(drawn, "uniform").pvalue > 1e-4
    low, high = np.histogram2d(drawn[:-1], drawn[1:], bins=8, range=[[0, 1], [0, 1]])[0], len(drawn) / 64
    assert stats.chi2.sf(((low - high) ** 2 / high).sum(), 63) > 1e-4


def test_a_pair_is_the_same_from_both_ends_and_never_another():
    pairs = [(i, j) for i in range(40) for j in range(i + 1, 40)]
    subjects = {int(pair_subject(np.uint64(i), np.uint64(j))) for i, j in pairs}
    assert subjects == {int(pair_subject(np.uint64(j), np.uint64(i))) for i, j in pairs}
    assert len(subjects) == len(pairs)
    assert all(subject >= 2**32 or subject < 40 for subject in subjects)


@pytest.mark.parametrize("name", ["seed", "replicate", "round"])
@pytest.mark.parametrize("value", [-1, 2**32])
def test_what_does_not_fit_is_refused(name, value):
    at = {"seed": 0, "replicate": 0, "round": 0} | {name: value}
    with pytest.raises(ValueError, match=name):
        uniforms(**at, subjects=np.arange(3), channel=Channel.SEEN)


def test_every_channel_is_explained_and_distinct():
    source = __import__("inspect").getsource(Channel)
    assert len({int(channel) for channel in Channel}) == len(Channel)
    for channel in Channel:
        assert f'{channel.name} = {int(channel)}\n    "' in source
