"""Scenario texts with mistakes, for programs that must tell of them in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hushed.scenario.library import library_names, library_path
from scenario import test_scenario_messages as told

HEAD = told.HEAD
_LINE = re.compile(r"^(?P<key>\w+) = (?P<value>.*?)(?P<comment>\s+#.*)?$", re.MULTILINE)
_HEADER = re.compile(r"^\[\[?[\w.]+\]\]?.*$", re.MULTILINE)
_TAG = re.compile(r'(?:(?<=distribution = ")|(?<=generator = "))[\w-]+')

OF_ANOTHER_KIND = ("true", '"a lot"', "[1, 2]", "{ some = 1 }", "1979-05-27", "nan", "7.5", "-3", "1e9", "9" * 14)


def in_the_library() -> Iterator[str]:
    """Every key of every library scenario misspelt, left out, or given values of other kinds and ranges."""
    for name in library_names():
        text = library_path(name).read_text()
        for number, found in enumerate(_LINE.finditer(text)):
            before, after = text[: found.start()], text[found.end() :]
            key, rest = found["key"], f" = {found['value']}"
            yield f"{before}{key[0]}{key[2:]}{key[1:2]}{rest}{after}"
            yield f"{before}# {key}{rest}{after}"
            for turn in (0, 3):
                yield f"{before}{key} = {OF_ANOTHER_KIND[(number + turn) % len(OF_ANOTHER_KIND)]}{after}"
        for header in _HEADER.finditer(text):
            yield f"{text[: header.end()]}\nnonsense = 1\nsurveilance = 2{text[header.end() :]}"
            yield f"{text[: header.start()]}{header[0].replace(']', 's]', 1)}{text[header.end() :]}"
        for tag in _TAG.finditer(text):
            for wrong in (tag[0][:-1], "zzz", ""):
                yield f"{text[: tag.start()]}{wrong}{text[tag.end() :]}"


def spelled_out() -> Iterator[str]:
    """Mistakes of every class that messages know, and rules between fields."""
    for added, _ in told.test_one_mistake_is_one_exact_line.pytestmark[0].args[1]:
        yield HEAD + added
    for trait, _ in told.test_traits.pytestmark[0].args[1]:
        yield f"{HEAD}[society.traits]\nboldness = {trait}"
    yield from ("", "title = 3", HEAD.replace("schema = 1", "schema = 2"), HEAD.replace("schema = 1", "schema = -1"))
    for version in ('"1"', "true", "1.0", "[]", "99999999999999999999"):
        yield HEAD.replace("schema = 1", f"schema = {version}")
    for traits in TRAITS:
        yield f"{HEAD}[society.traits]\n{traits}"
    for schedule in SCHEDULES:
        yield f"{HEAD}[regime.enrolment]\nshare = {schedule}\n[reactions]\nencouragement = {schedule}"
    for ties in TIES:
        yield HEAD.replace('{ generator = "empty" }', ties)
        yield f"{HEAD}offline = {ties}"
    for tiers in TIERS:
        yield f"{HEAD}{tiers}"
    for title in TITLES:
        yield f"title = {title}\n{HEAD}"
    for other in OTHERS:
        yield HEAD + other
    many = "".join(f"key{number} = 1\n" for number in range(80))
    yield f"{HEAD}[regime]\n{many}"


TRAITS = (
    "desired_dissent = 2",
    "care = -1\npropensity = 1.5",
    'boldness = { distribution = "uniform", low = 3, high = 2.5 }',
    'boldness = { distribution = "uniform", low = -0.5, high = 2.5 }',
    'desired_dissent = { distribution = "exponential", mean = 1e-7 }',
    'propensity = { distribution = "log-normal", median = 0, sigma = 11 }',
    'propensity = { distribution = "log-normal", median = 1, sigma = 1 }',
    'care = { distribution = "constant", value = -1234567.5 }',
    'care = { distribution = "truncated-exponential", mean = 1 }',
    "care = { distribution = 3 }",
    'shame = "much"\ncare = nan',
    "shame = true",
    "boldnes = 3",
)
SCHEDULES = (
    "{ at = [0, 5, 5], value = [1, 1, 1] }",
    "{ at = [0, 5], value = [1] }",
    "{ at = 3, value = 4 }",
    "{ at = [], value = [1], schedule = 3, number = 1 }",
    "{ at = [0.5], value = [true] }",
    '{ at = ["x"], value = [-2] }',
    '{ at = [0], value = [1], between = "stepp" }',
    "{ at = [0], value = [1], between = 1 }",
    "{ at = [], value = [] }",
    "{ at = [0], values = [1] }",
    "{}",
    "[0, 1]",
    "{ at = [0, 1], value = [0.5, nan] }",
    "{ at = [-1, 99999999999999999999], value = [0.5, inf] }",
)
TIES = (
    '"sane"',
    "3",
    "{}",
    "{ generator = 3 }",
    '{ generator = "HOLME-KIM" }',
    '{ generator = "holme-kim", mean_degree = 3 }',
    '{ generator = "holme-kim", mean_degree = 0, triads = 2 }',
    '{ generator = "holme-kim", mean_degree = 100 }',
    '{ generator = "preferential-attachment", mean_degree = 4.0, exponent = 2.5 }',
    '{ generator = "ring-lattice", mean_degree = -2 }',
    '{ generator = "watts-strogatz", mean_degree = 5 }',
    '{ generator = "erdos-renyi", mean_degree = 99.5 }',
    '{ generator = "erdos-renyi", mean_degree = 1234567.5 }',
    '{ generator = "erdos-renyi", mean_degree = 100000.5 }',
    '{ generator = "complete", mean_degree = 3 }',
    '{ generator = "stochastic-block", mean_degree = 90, blocks = 2, within = 1 }',
    '{ generator = "stochastic-block", mean_degree = 49.01, blocks = [0.001, 0.999], within = 0.0 }',
    '{ generator = "stochastic-block", mean_degree = 9, blocks = 101, within = 0.5 }',
    '{ generator = "stochastic-block", mean_degree = 9, blocks = 7, within = 0.99 }',
    '{ generator = "stochastic-block", mean_degree = 30.5, blocks = 3, within = 0.995 }',
    '{ generator = "stochastic-block", mean_degree = 9, blocks = [0.5, 0.4], within = 0.5 }',
    '{ generator = "stochastic-block", mean_degree = 9, blocks = [1.5], within = 0.5 }',
    '{ generator = "stochastic-block", mean_degree = 9, blocks = [], within = 0.5 }',
    '{ generator = "stochastic-block", mean_degree = 9, blocks = 0, within = 0.5 }',
    '{ generator = "stochastic-block", mean_degree = 9, blocks = true, within = 0.5 }',
)
TIERS = (
    "[regime.sanctions]\ntiers = {}",
    '[regime.sanctions]\ntiers = ["bank", 3]',
    "[regime.sanctions]\nlinked_identity = 2",
    '[regime.sanctions]\nlinked_identity = "yes"',
    "[regime.sanctions]\nlinked_identity = { at = [0], value = [true] }",
    "[[regime.sanctions.tiers]]\n[[regime.sanctions.tiers]]\nrounds = 0\nburden = -1",
    '[[regime.sanctions.tiers]]\ndomain = "bank"\nthreshold = inf\nrounds = { at = [0], value = [0, 10_001] }',
    '[[regime.sanctions.tiers]]\ndomain = "bank"\nthreshold = 0.5\n' * 9,
    '[[regime.sanctions.tiers]]\ndomain = "bnk"\nthreshold = 0.5\n' * 3
    + '[[regime.sanctions.tiers]]\ndomain = "work"\nthreshold = 0.5\n' * 9,
)
TITLES = ('"a\\nb"', '"a\\u200bb"', '"a\\u00a0b"', f'"{"é" * 201}"', f'"{"😀" * 201}"', "1", '"""\ntwo\nlines"""')
OTHERS = (
    "[regime]\nscoring = []\nauthority = 3\nclarity = 1979-05-27T07:32:00.5Z",
    '[regime]\nauthority = { mode = "adaptive" }\nscoring = { tolerance = { at = [0], value = [0.5] } }',
    '[regime.authority]\nmode = "adaptive"\nwindow = 0\nacceptance = "incumbant"',
    '[regime.observation]\nsurveillance = { at = [0], value = [0.5] }\n[regime.authority]\nmode = "adaptive"',
    "[regime.association]\nhops = 0\nsharing = false",
    '[regime.association]\nhops = "1"\nweight = 07:32:00',
    "[safeguards]\nexpiry = 1.0000000000000002\nexpiri = 1\nclear_law = -1e-300",
    "[costs]\nexpiry = 0\nmutual_aid = -1",
    "[reactions]\nreproach = 99999999999999999999999\nforgiveness = -9223372036854775808",
    f"{'x' * 61} = 1\n{'y' * 400} = 2",
    '"with space" = 1\n"ünïcode" = 2\nconstructor = 3\n__proto__ = 4\ntoString = 5',
    "regime.scoring.severity = -1\nregime.scoring.sevrity = 1",
)
"""Under [society], the table that HEAD ends in, where they begin with a key."""

BROKEN = (
    *("a = ", "a", "a = [1", "a = [1,\n\n", "a = {b = 1", 'a = "x', 'a = """x', "a = 'x", "a = '''x", "[a", "[[a]"),
    *("= 3", "a = = 3", "a = 1 b = 2", "a b = 1", "a..b = 1", "[]", "[a]b = 1", "é = 1", '"""a""" = 1', "[a\nb = 1"),
    *("a = nope", "a = tru", "a = True", "a = .5", "a = 1.", "a = 01", "a = 1__0", "a = 1_", "a = 1e", "a = +"),
    *("a = 0x", "a = 0xg", "a = 12x", "a = 1.5.2", "a = [1 2]", "a = {b 1}", "a = {b = 1 c = 2}", 'a = "é" b'),
    *('a = "\\q"', 'a = "\\u12"', 'a = "\\uD800"', 'a = "\\UFFFFFFFF"', 'a = "x\ny"', "a = \x01", "# \x01", "a = 1\r"),
    *("a = 1\na = 2", "a = 1\na = 2\nb = 3", "[a]\n[a]", "[a]\n[a]\nb = 1", "a.b = 1\na = 2", "[a]\nb = 1\n[a.b]\n"),
    *("[[a]]\n[a]\n", "a = [{}]\n[[a]]", "a = {b = 1}\na.c = 2", "{ mean = 1 }", "a = 9999\r\nb = = 1\r\n"),
    # What only later versions of TOML allow.
    *(
        'a = "\\e"',
        'a = "\\x41"',
        "a = { b = 1, }",
        "a = {\n b = 1 }",
        "a = { b = 1 # c\n}",
        "a = [{ b = 1,\n c = 2 }]",
    ),
)
"""Texts that are no TOML."""
