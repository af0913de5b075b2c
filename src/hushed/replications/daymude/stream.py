"""NumPy's default generator at any place in its stream, without drawing what comes before.

PCG64 (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
Generation") steps s to A s + c modulo 2^128, so i steps are A^i s + c (1 + A + ... + A^(i-1)). A published round draws
one number for everybody and uses those of the defiant alone; with the factors of every i at hand, only those are drawn.
128-bit numbers are pairs of unsigned 64-bit words, high word first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, inlined

Words = NDArray[np.uint64]

_MULTIPLIER_HIGH = np.uint64(0x2360ED051FC65DA4)
_MULTIPLIER_LOW = np.uint64(0x4385DF649FCCF645)
_LOW_HALF = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_ROTATION = np.uint64(58)
_WORD = np.uint64(64)
_ALL = np.uint64(63)
_TO_53_BITS = np.uint64(11)
_UNIT_53 = 2.0**-53


@inlined
def _high_product(a: Any, b: Any) -> Any:
    """High word of the product of two words."""
    a_low, a_high, b_low, b_high = a & _LOW_HALF, a >> _HALF, b & _LOW_HALF, b >> _HALF
    middle = a_high * b_low + ((a_low * b_low) >> _HALF)
    other = a_low * b_high + (middle & _LOW_HALF)
    return a_high * b_high + (middle >> _HALF) + (other >> _HALF)


@inlined
def _product(a_high: Any, a_low: Any, b_high: Any, b_low: Any) -> Any:
    return _high_product(a_low, b_low) + a_high * b_low + a_low * b_high, a_low * b_low


@inlined
def _sum(a_high: Any, a_low: Any, b_high: Any, b_low: Any) -> Any:
    low = a_low + b_low
    return a_high + b_high + np.uint64(low < a_low), low


@inlined
def state_after(steps: Any, i: Any, high: Any, low: Any) -> Any:
    """The state i steps on; `steps` comes from `steps_of`."""
    h, w = _product(steps[i, 0], steps[i, 1], high, low)
    return _sum(h, w, steps[i, 2], steps[i, 3])


@inlined
def number_of(high: Any, low: Any) -> Any:
    """The double in [0, 1) that a state gives: XSL-RR output, its upper 53 bits."""
    mixed = high ^ low
    turn = high >> _ROTATION
    word = (mixed >> turn) | (mixed << ((_WORD - turn) & _ALL))
    return np.float64(word >> _TO_53_BITS) * _UNIT_53


@compiled
def _fill(table: Words) -> None:
    power_high, power_low = np.uint64(0), np.uint64(1)
    sum_high, sum_low = np.uint64(0), np.uint64(0)
    for i in range(np.uint64(table.shape[0])):
        table[i, 0], table[i, 1], table[i, 2], table[i, 3] = power_high, power_low, sum_high, sum_low
        sum_high, sum_low = _sum(sum_high, sum_low, power_high, power_low)
        power_high, power_low = _product(power_high, power_low, _MULTIPLIER_HIGH, _MULTIPLIER_LOW)


@compiled
def _scale(table: Words, high: Any, low: Any) -> None:
    for i in range(np.uint64(table.shape[0])):
        table[i, 2], table[i, 3] = _product(table[i, 2], table[i, 3], high, low)


@lru_cache(maxsize=2)
def _unscaled(count: int) -> Words:
    table = np.empty((count, 4), dtype=np.uint64)
    _fill(table)
    return table


def steps_of(rng: np.random.Generator, count: int) -> Words:
    """For 0 to `count` steps of this generator's stream, factor and summand of each: uint64, (count + 1, 4)."""
    return _of_stream(rng, _unscaled(count + 1).copy())


def _of_stream(rng: np.random.Generator, table: Words) -> Words:
    increment = _inner(rng)["inc"]
    _scale(table, np.uint64(increment >> 64), np.uint64(increment & (2**64 - 1)))
    return table


def state_of(rng: np.random.Generator) -> Words:
    """Where the generator stands: two words."""
    state = _inner(rng)["state"]
    return np.array([state >> 64, state & (2**64 - 1)], dtype=np.uint64)


def _inner(rng: np.random.Generator) -> dict[str, int]:
    whole: Any = rng.bit_generator.state
    if whole["bit_generator"] != "PCG64":
        raise ValueError(f"a stream of PCG64 is needed; this is one of {whole['bit_generator']}")
    inner: dict[str, int] = whole["state"]
    return inner


def numbers_between(rng: np.random.Generator, *, skipped: int, count: int) -> NDArray[np.float64]:
    """`count` numbers of the stream, `skipped` passed over before each; the generator stays where it is."""
    table = _unscaled(skipped + 2)
    return _one_in(_of_stream(rng, table[skipped + 1 :].copy()), state_of(rng), count)


@compiled
def _one_in(step: Words, state: Words, count: int) -> NDArray[np.float64]:
    numbers = np.empty(count)
    high, low = state[0], state[1]
    for k in range(count):
        high, low = state_after(step, 0, high, low)
        numbers[k] = number_of(high, low)
    return numbers
