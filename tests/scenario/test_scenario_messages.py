"""What a user is told, word for word, about each kind of mistake."""

from __future__ import annotations

import pytest

from hushed.errors import InputError
from hushed.scenario import schema
from hushed.scenario.reader import parse_scenario

HEAD = 'schema = 1\nrounds = 10\n[society]\npopulation = 100\nonline = { generator = "empty" }\n'
"""A valid scenario of five lines; what a test adds begins at line 6."""


def told(text: str) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        parse_scenario(text, name="my.toml")
    return caught.value.lines


@pytest.mark.parametrize(
    ("added", "line"),
    [
        ("[regime.scoring]\nseverty = 0.3", "7: regime.scoring.severty: unknown key; did you mean 'severity'?"),
        (
            "[regime.observation]\nsurveillance = 1.5",
            "7: regime.observation.surveillance: 1.5 is out of range; allowed: 0 to 1 (chance)",
        ),
        (
            "[regime.observation]\nsurveillance = nan",
            "7: regime.observation.surveillance: nan is not a finite number; allowed: 0 to 1 (chance)",
        ),
        (
            "[reactions]\nreproach = -inf",
            "7: reactions.reproach: -inf is not a finite number; allowed: 0 or more (severities per loss)",
        ),
        (
            '[regime.observation]\nmisreading = "often"',
            "7: regime.observation.misreading: found text, 'often'; wanted: a number from 0 to 1 (chance) or "
            "a schedule { at = [rounds], value = [numbers] }",
        ),
        (
            "[regime.observation]\nmisreading = true",
            "7: regime.observation.misreading: found a truth value, true; wanted: a number from 0 to 1 (chance) or "
            "a schedule { at = [rounds], value = [numbers] }",
        ),
        (
            '[regime.scoring]\nform = "unifrom"',
            "7: regime.scoring.form: 'unifrom' is not allowed; did you mean 'uniform'?",
        ),
        (
            "[regime.scoring]\nform = 1",
            "7: regime.scoring.form: found a whole number, 1; wanted: 'uniform', 'proportional'",
        ),
        ("[regime.association]\nhops = 3", "7: regime.association.hops: 3 is not allowed; allowed: 1, 2"),
        (
            "[regime.sanctions]\ngrace = 1.5",
            "7: regime.sanctions.grace: found a number, 1.5; wanted: a whole number from 0 to 1_000 (rounds)",
        ),
        (
            "[regime.scoring]\nrecovery = 0",
            "7: regime.scoring.recovery: 0 is out of range; allowed: above 0, at most 1 (share per round)",
        ),
        (
            "[regime.enrolment]\nshare = { at = [52, 0], value = [0.3, 1.0] }",
            "7: regime.enrolment.share.at: rounds must rise; 0 comes after 52",
        ),
        (
            "[regime.enrolment]\nshare = { at = [0, 52], value = [0.3] }",
            "7: regime.enrolment.share: 'at' has 2 rounds but 'value' has 1 numbers",
        ),
        (
            "[regime.enrolment]\nshare = { at = [0, 52], value = [0.3, 1.5] }",
            "7: regime.enrolment.share.value.1: 1.5 is out of range; allowed: 0 to 1 (share of people)",
        ),
        (
            "[regime.enrolment]\nshare = { at = [], value = [1] }",
            "7: regime.enrolment.share.at: 0 elements; allowed: 1 or more",
        ),
        (
            "[regime.enrolment]\nshare = { at = [-1], value = [0.5] }",
            "7: regime.enrolment.share.at.0: -1 is out of range; allowed: 0 or more",
        ),
        (
            '[[regime.sanctions.tiers]]\nthreshold = 0.5\ndomain = "bnk"',
            "8: regime.sanctions.tiers.0.domain: 'bnk' is not allowed; did you mean 'bank'?",
        ),
        (
            '[[regime.sanctions.tiers]]\ndomain = "bank"',
            "6: regime.sanctions.tiers.0.threshold: missing; wanted: a number (score) or "
            "a schedule { at = [rounds], value = [numbers] }",
        ),
        (
            "[regime]\nscoring = 0.3",
            "7: regime.scoring: found a number, 0.3; wanted: a table",
        ),
        ("[regime]\nscoring = []", "7: regime.scoring: found an array; wanted: a table"),
        ("[regime.sanctions]\ntiers = 5", "7: regime.sanctions.tiers: found a whole number, 5; wanted: an array"),
        ("[safeguards]\nsecret_score = 1", "7: safeguards.secret_score: unknown key; did you mean 'secret_scores'?"),
        (
            "[safeguards]\nexpiry = 1979-05-27",
            "7: safeguards.expiry: found a date or time, 1979-05-27; wanted: a number from 0 to 1 (dose)",
        ),
        ("[regime.informants]\nshare = 0.1", "6: regime.informants: unknown key; did you mean 'informers'?"),
    ],
)
def test_one_mistake_is_one_exact_line(added: str, line: str) -> None:
    assert told(HEAD + added) == (f"my.toml:{line}",)


@pytest.mark.parametrize(
    ("trait", "line"),
    [
        (
            '{ distribution = "exponentail", mean = 2.0 }',
            "boldness.distribution: unknown distribution 'exponentail'; did you mean 'exponential'?",
        ),
        (
            "{ mean = 2.0 }",
            "boldness.distribution: missing; allowed: constant, uniform, exponential, truncated-exponential, beta, "
            "log-normal",
        ),
        ('{ distribution = "exponential", mean = -1 }', "boldness.mean: -1 is out of range; allowed: above 0"),
        ('{ distribution = "exponential", maen = 1 }', "boldness.maen: unknown key; did you mean 'mean'?"),
    ],
)
def test_traits(trait: str, line: str) -> None:
    assert told(f"{HEAD}[society.traits]\nboldness = {trait}")[-1] == f"my.toml:7: society.traits.{line}"


def test_the_validated_kind_is_never_part_of_the_path() -> None:
    lines = told(HEAD + '[society.traits]\ncare = { distribution = "beta", a = 0, b = "x" }\nshame = nan')
    assert [line.split(": ")[1] for line in lines] == [
        "society.traits.care.a",
        "society.traits.care.b",
        "society.traits.shame",
    ]


def test_unknown_generator_gives_the_nearest() -> None:
    lines = told(HEAD.replace('"empty"', '"holme-kin"'))
    assert lines == ("my.toml:5: society.online.generator: unknown generator 'holme-kin'; did you mean 'holme-kim'?",)


def test_ties_that_cannot_exist_are_told_with_their_line() -> None:
    text = HEAD.replace("population = 100", "population = 9").replace('"empty"', '"erdos-renyi", mean_degree = 10')
    assert told(text) == (
        "my.toml:5: society.online: mean_degree is 10, but among 9 people nobody can have more than 8 friends",
    )


def test_two_people_can_have_one_friend() -> None:
    text = HEAD.replace("population = 100", "population = 2").replace('"empty"', '"erdos-renyi", mean_degree = 10')
    assert told(text)[0].endswith("among 2 people nobody can have more than 1 friend")


def test_gatherings_can_be_the_online_ties() -> None:
    assert parse_scenario(HEAD + 'offline = "same"').society.offline == "same"
    (line,) = told(HEAD + 'offline = "sane"')
    assert line.startswith(
        "my.toml:6: society.offline: found text, 'sane'; wanted: 'same' or a table with 'generator' ("
    )


def test_population_has_its_range_and_unit() -> None:
    (line,) = told(HEAD.replace("population = 100", "population = 0"))
    assert line.startswith("my.toml:4: society.population: 0 is out of range; allowed: ")
    assert line.endswith(" (people)")


def test_every_mistake_is_reported_at_once_in_the_order_of_the_file() -> None:
    text = (
        "schema = 1\nrounds = 0\nseed = -1\nsede = 1\n"
        '[regime.scoring]\nseverity = "x"\n[society]\npopulation = 100\nonline = { generator = "empty" }\n'
        "[reactions]\nostracism = 2\n"
    )
    assert [line.split(": ")[0] for line in told(text)] == [f"my.toml:{number}" for number in (2, 3, 4, 6, 11)]


def test_an_empty_file_names_every_missing_key() -> None:
    assert told("") == (
        "my.toml: schema: missing; wanted: 1",
        "my.toml: rounds: missing; wanted: a whole number from 1 to 1_000_000 (rounds)",
    )


def test_another_version_of_the_format_says_what_to_do_and_nothing_else() -> None:
    assert told("# new\nschema = 2\nnonsense = 1") == (
        "my.toml:2: schema: 2 is newer than this hushed, which reads schema 1; update hushed to run it",
    )
    assert told("schema = 0") == ("my.toml:1: schema: 0 is no version of the format; allowed: 1",)
    assert told(HEAD.replace("schema = 1", 'schema = "1"')) == ("my.toml:1: schema: found text, '1'; wanted: 1",)
    assert told(HEAD.replace("schema = 1", "schema = true")) == ("my.toml:1: schema: must be the whole number 1",)


def test_an_older_version_of_the_format_says_what_to_write_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no older one yet: pretend that this hushed reads schema 3, and that 1 and 2 have been."""
    monkeypatch.setattr(schema, "SCHEMA", 3)
    renamed = "write [society.gatherings] for [society.offline]."
    monkeypatch.setattr(schema, "OLDER", {1: renamed, 2: "write weeks for rounds."})
    assert told("# old\nschema = 1\nnonsense = 1") == (
        "my.toml:2: schema: 1 is older than this hushed, which reads schema 3; to bring it up: "
        f"{renamed} write weeks for rounds.",
    )
    assert told("schema = 2") == (
        "my.toml:1: schema: 2 is older than this hushed, which reads schema 3; to bring it up: write weeks for rounds.",
    )
    assert told("schema = 4")[0].endswith("4 is newer than this hushed, which reads schema 3; update hushed to run it")


def test_every_older_version_has_its_sentence() -> None:
    assert list(schema.OLDER) == list(range(1, schema.SCHEMA))


def test_syntax_errors_have_line_and_column() -> None:
    assert told("schema = 1\nrounds = = 3\n") == ("my.toml:2: not valid TOML at column 10: invalid value",)
    assert told("schema = 1\nrounds = [3,\n\n")[0].startswith("my.toml:2: not valid TOML at the end of the file: ")
    assert told("a = 1\na = 2\n")[0].startswith("my.toml:2: not valid TOML at column ")
    assert told("a = " + "[" * 50_000) == ("my.toml: not valid TOML: nested too deeply",)
    assert told("a = " + "9" * 5_000) == ("my.toml: not valid TOML: a whole number beyond 64 bits",)
    assert "32 deep" in told("a = " + "[" * 40 + "]" * 40)[0]


def test_a_title_is_one_short_line() -> None:
    assert told('title = "a\\nb"\n' + HEAD) == ("my.toml:1: title: a title is one line of printable characters",)
    assert told(f'title = "{"x" * 300}"\n' + HEAD) == ("my.toml:1: title: 300 characters; allowed: at most 200",)


@pytest.mark.parametrize(
    "value",
    ["0x" + "f" * 9_000, '"' + "x" * 9_000 + '"', "[" + "1, " * 9_000 + "]", '"\\u001b[2J"', "9223372036854775808"],
)
def test_what_is_echoed_is_short_and_printable(value: str) -> None:
    for key in ("schema", "regime.scoring.form", "regime.scoring.tolerance", "seed", "society.population"):
        text = HEAD.replace("population = 100\n", "") if key == "society.population" else HEAD
        text = HEAD.replace("schema = 1\n", "") if key == "schema" else text
        for line in told(f"{key} = {value}\n{text}"):
            assert len(line) < 300
            assert line.isprintable()


def test_long_unknown_keys_are_cut_and_many_are_counted() -> None:
    lines = told(HEAD + "[regime]\n" + "x" * 100_000 + " = 1")
    assert len(lines[0]) < 400
    lines = told(HEAD + "[regime]\n" + "".join(f"key{number} = 1\n" for number in range(3_000)))
    assert len(lines) == 51
    assert lines[0].startswith("my.toml:7: regime.key0: unknown key")
    assert lines[-1] == "my.toml: and 2950 mistakes more"


def test_a_mistake_inside_a_list_does_not_also_shorten_it() -> None:
    tier = '[[regime.sanctions.tiers]]\ndomain = "bank"\nthreshold = 0.5\nrounds = { at = [0], value = [1.5] }'
    assert told(HEAD + tier) == (
        "my.toml:9: regime.sanctions.tiers.0.rounds.value.0: found a number, 1.5; wanted: a whole number from 1 to "
        "10_000 (rounds)",
    )
    many = '[[regime.sanctions.tiers]]\ndomain = "bank"\nthreshold = 0.5\n' * 9
    assert told(HEAD + many) == ("my.toml:6: regime.sanctions.tiers: 9 elements; allowed: at most 8",)


def test_an_adaptive_authority_wants_numbers() -> None:
    (line,) = told(
        HEAD + '[regime.authority]\nmode = "adaptive"\n[regime.scoring]\nseverity = { at = [0], value = [0.1] }'
    )
    assert line.startswith("my.toml:6: regime: an adaptive authority sets tolerance")


def test_names_of_people_or_posts_have_no_place() -> None:
    for key in ("posts", "names", "accounts", "messages"):
        assert told(f'{key} = ["x"]\n{HEAD}')[0].startswith(f"my.toml:1: {key}: unknown key")


def test_a_key_named_like_a_kind_of_value_is_an_unknown_key() -> None:
    for key, kind in (("schedule", "{ at = [], value = [1], schedule = 3 }"), ("number", "{ number = 1 }")):
        lines = told(f"{HEAD}[regime.enrolment]\nshare = {kind}")
        assert f"my.toml:7: regime.enrolment.share.{key}: unknown key; allowed: at, value, between" in lines
        assert any(line.startswith("my.toml:7: regime.enrolment.share.at: ") for line in lines)
    lines = told(f'{HEAD}[society.offline]\ngenerator = "empty"\nnetwork = 1')
    assert lines[0].startswith("my.toml:8: society.offline.network: unknown key")
