"""Damage to text and bytes, drawn from a generator of random numbers; the same numbers give the same damage."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from random import Random

SCALARS = (
    *("0", "-1", "1e400", "-1e400", "inf", "-inf", "nan", "+nan", "1e308", "5e-324", "-0.0", "2.5", "true", "false"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809", "4294967296", "1_0", "0x7fffffffffffffff"),
    *("0o777", "0b1", "1e6", "1000000001", '""', '"x"', "''", '"\\u0000"', '"\\uFFFF"', '"\\u202e"', '"\\u001b[31m"'),
    *('"../../etc/passwd"', '"/dev/zero"', '"/dev/stdin"', '"%s%n{0}"', '"<script>"', '"💥"', "[]", "{}", "[[]]"),
    *("[1, 2]", "[1.5, 'x']", "[nan]", "[{}]", "{ a = 1 }", "{ at = [0], value = [0.5] }", "1979-05-27"),
    *("{ at = [0, 0], value = [1, 2] }", "{ at = [], value = [] }", "{ at = [5, 1], value = [nan, inf] }"),
    *("1979-05-27T07:32:00Z", "07:32:00", '{ generator = "file", path = "x" }', '{ distribution = "constant" }'),
    *('{ generator = "holme-kim", mean_degree = 1e9 }', "{ low = 1, high = 2, steps = 10000 }", '"same"', '"step"'),
)
"""Values that a TOML file can hold where others are due."""
WORDS = (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n", b"\t", b"\x1b[2J", b"\xed\xa0\x80", b"\xc0\xaf")
_VALUE = re.compile(rb"=\s*([^\n#]+)")
_KEY = re.compile(rb"^[ \t]*([A-Za-z_][\w.-]*|\"[^\"\n]*\")[ \t]*=", re.MULTILINE)
_HEADER = re.compile(rb"^\[+[^\]\n]+\]+", re.MULTILINE)

Mutation = Callable[[bytes, Random], bytes]


def flipped(content: bytes, rng: Random) -> bytes:
    """Some bits turned over."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(content: bytes, rng: Random) -> bytes:
    """Only the beginning."""
    return content[: rng.randrange(len(content) + 1)]


def dropped(content: bytes, rng: Random) -> bytes:
    """A part taken out."""
    start = rng.randrange(len(content) + 1)
    return content[:start] + content[start + rng.choice((1, 2, 10, 100)) :]


def repeated(content: bytes, rng: Random) -> bytes:
    """A part written twice, or many times."""
    start = rng.randrange(len(content) + 1)
    part = content[start : start + rng.choice((1, 3, 20, 200))]
    return content[:start] + part * rng.choice((2, 2, 3, 50)) + content[start:]


def sown(content: bytes, rng: Random) -> bytes:
    """A troublesome piece put in somewhere."""
    start = rng.randrange(len(content) + 1)
    word = rng.choice((*WORDS, rng.randbytes(rng.choice((1, 4, 16)))))
    return content[:start] + word + content[start:]


def lines_moved(content: bytes, rng: Random) -> bytes:
    """Lines swapped, or one put elsewhere."""
    lines = content.split(b"\n")
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    if rng.random() < 0.5:
        lines[a], lines[b] = lines[b], lines[a]
    else:
        lines.insert(b, lines[a])
    return b"\n".join(lines)


def ends_changed(content: bytes, rng: Random) -> bytes:
    """Other line ends, another encoding, or a mark at the beginning."""
    kind = rng.randrange(6)
    if kind < 2:
        return content.replace(b"\n", (b"\r\n", b"\r")[kind])
    text = content.decode("utf-8", "replace")
    encodings = ("utf-16", "utf-16-be", "utf-32", "utf-8-sig")
    return text.encode(encodings[kind - 2], "replace")


GENERAL: tuple[Mutation, ...] = (flipped, cut, dropped, repeated, sown, lines_moved)


def _replaced(content: bytes, rng: Random, pattern: re.Pattern[bytes], group: int, new: bytes) -> bytes:
    found = list(pattern.finditer(content))
    if not found:
        return content + b"\n" + new
    one = rng.choice(found)
    return content[: one.start(group)] + new + content[one.end(group) :]


def value_changed(content: bytes, rng: Random) -> bytes:
    """One value in place of another."""
    return _replaced(content, rng, _VALUE, 1, rng.choice(SCALARS).encode())


def values_swapped(content: bytes, rng: Random) -> bytes:
    """The value of one key given to another."""
    values = [found[1] for found in _VALUE.finditer(content)] or [b"1"]
    return _replaced(content, rng, _VALUE, 1, rng.choice(values))


def key_renamed(content: bytes, rng: Random) -> bytes:
    """A key misspelt, taken from elsewhere, or hostile."""
    keys = [found[1] for found in _KEY.finditer(content)] or [b"a"]
    old = rng.choice(keys)
    new = rng.choice(
        (
            *(old[:-1] or b"a", old + b"s", old[::-1] if old[:1] != b'"' else old, rng.choice(keys), b'""', b'"a b"'),
            *(
                b"a.b.c",
                b"schema.x",
                b'"\\u0000"',
                b"0",
                b"-",
                b"x" * 5000,
                b".".join([b"a"] * rng.choice((5, 40, 3000))),
            ),
        )
    )
    return _replaced(content, rng, _KEY, 1, new)


def header_changed(content: bytes, rng: Random) -> bytes:
    """A table's header changed: an array of tables, a name that is taken, or one that is none."""
    new = (
        b"[[society]]",
        b"[regime]",
        b"[[regime.sanctions.tiers]]",
        b"[a.b.c.d.e]",
        b"[]",
        b"[[x]",
        b"[schema]",
        b"[title.x]",
    )
    return _replaced(content, rng, _HEADER, 0, rng.choice(new))


def heaped(content: bytes, rng: Random) -> bytes:
    """Very much of one thing: depth, digits, comment, keys, tables."""
    big = rng.choice((10, 100, 1000, 5000))
    heap = rng.choice(
        (
            *(b"x = " + b"[" * big + b"]" * big, b"x = " + b"{a=" * big + b"1" + b"}" * big, b"seed = " + b"9" * big),
            *(b"#" * big * 20, b"\n" * big, b".".join([b"k"] * big) + b" = 1", b"[" + b".".join([b"t"] * big) + b"]"),
            *(b'title = "' + b"t" * big * 10 + b'"', b"x = 0." + b"1" * big, b"x = 1e" + b"9" * min(big, 400)),
            *(b"[[regime.sanctions.tiers]]\n" * big, b"x = '''" + b"\n" * big + b"'''", b"x = 1" + b"_1" * big),
            *(b"\n".join(b"k%d = %d" % (number, number) for number in range(big)), b'"' * big, b"\\" * big),
        )
    )
    return content + b"\n" + heap if rng.random() < 0.5 else heap + b"\n" + content


OF_TOML: tuple[Mutation, ...] = (
    *GENERAL,
    *(ends_changed, value_changed, value_changed, values_swapped, key_renamed, header_changed, heaped),
)


def mutated(content: bytes, rng: Random, mutations: tuple[Mutation, ...] = GENERAL, most: int = 4) -> bytes:
    """Content after one or several mutations; no longer than some megabytes."""
    for _ in range(rng.randint(1, most)):
        content = rng.choice(mutations)(content, rng)[: 4 << 20]
    return content


def number_bytes(rng: Random) -> bytes:
    """Eight bytes that are a number few expect."""
    return struct.pack("<d", rng.choice((float("nan"), float("inf"), -1e308, 0.0, 5e-324)))
