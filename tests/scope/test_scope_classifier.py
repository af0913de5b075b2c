"""Rule 5: no classifier of speech, opinion, ideology or dissent; to the model, speech is a number it drew itself."""

from __future__ import annotations

import ast
import re

import numpy as np
from scope_source import definitions, docstrings, name_of, nodes, place

from hushed.engine.simulation import Simulation
from hushed.scenario.reader import read_scenario
from hushed.society.society import build_society

NAMES = re.compile(
    r"classif|sentiment|opinion|ideolog|toxic|hate_?speech|extremis|radicali|predict|detect|infer(?:red|ence|s_|_)"
    r"|recogni[sz]|moderation|tokeni[sz]|corpus|corpora|embedding|(?<![a-z])nlp(?![a-z])|(?<![a-z])llm|language_?model"
    r"|bag_of_words|keyword_|topic|profil(?:e|ing)|blacklist|watch_?list|suspect|suspicio|loyal|allegian|scrap(?:e|ing)"
    r"|crawl|tweet|facebook|twitter|weibo|wechat|telegram|mastodon|bluesky|instagram|tiktok|vkontakte|reddit|youtube"
    r"|user_?name|e_?mail|face_?(?:id|match)|geo_?loc|gps|biometr|citizen_?id|(?:rate|score|judge|label)_(?:post|text"
    r"|speech|utterance|message|person|user|people)",
    re.IGNORECASE,
)
PROSE = re.compile(
    r"\b(?:classif\w+|sentiment\w*|ideolog\w+|toxicity|hate speech|extremis\w+|language model\w*|tokeni[sz]\w+|corpus"
    r"|embedding\w*|scrap(?:es|ing|er)\b|crawl\w*|detects? (?:dissent|opinion|speech)|predicts? (?:who|dissent|opinion)"
    r"|real (?:users?|posts?|accounts?)|twitter|facebook|weibo|wechat|telegram|mastodon|reddit)",
    re.IGNORECASE,
)

ROOMS_OF_PEOPLE = ("random", "rules", "society", "regime", "engine", "outcomes", "experiments", "parameters", "models")
TEXT_PARAMETERS = {
    "name": "of an instrument, a safeguard, an outcome",
    "fullname": "of a program that a user asks to have run",
    "title": "of a scenario or a study, on one line; nothing reads it",
    "names": "of the same",
    "instrument": "a name",
    "instruments": "their names",
    "amounts": "of what each is answerable for, in words",
    "outcome": "a name",
    "over": "the last round, or the mean over rounds",
    "words": "of a sentence that tells a result",
    "without": "name of an instrument",
    "abolish": "names of instruments, or all",
    "with_": "name of a safeguard, and its dose",
    "doses": "by name of a safeguard",
    "costs": "by name of a safeguard",
    "parameters": "names of an instrument's parameters",
    "update": "new values of parameters, by name",
    "attributes": "provenance of a result",
    "domain": "one of the listed parts of life",
    "sentence": "what a parameter means",
    "unit": "of a parameter",
    "arms": "labels of policies",
    "dims": "names of dimensions",
    "left_free": "outcomes by name",
    "regained": "what came back, by outcome",
    "what": "what is being done, for a progress bar",
    "path": "of a file, or of a number in a scenario",
    "by": "the key that names a kind of table",
    "expected": "words for a message",
    "kind": "of a table",
    "reason": "words for a message",
    # Users' own models: where they lie, and their parameters, which are numbers and names out of their own lists.
    "reference": "file or module of a model, and its name there",
    "folder": "that the file is named from",
    "model": "the same, or the model itself",
    "arm": "values of a model's parameters, by name",
    "values": "the same",
    "given": "the same",
    "within": "what stands before a parameter's name in a message",
    "mistake": "what is wrong with a parameter",
    "outcomes": "what a model measures, by name",
    "checks": "what a test of a model tests",
    "said": "words for a message",
    "where": "words for a message",
    "when": "words for a message",
    "used": "generators that a model drew from",
    "substitutes": "names of functions",
    # The reader of edge lists, which throws all of these away.
    "separator": "between cells",
    "text": "bytes of an edge list",
    "line": "bytes of an edge list",
    "raw": "bytes of an edge list",
    "block": "bytes of an edge list",
    "parameter": "the name of an instrument's parameter",
    "cell": "bytes of an edge list",
    "cells": "bytes of an edge list",
    "first": "bytes of an edge list",
    "following": "bytes of an edge list",
    "source": "bytes of an edge list",
}
"""Every parameter by which text can reach the rooms where people live, and what it holds."""
OF_EDGE_LISTS = {"separator", "text", "line", "raw", "block", "cell", "cells", "first", "following", "source"}


OF_PUBLISHED_MODELS = {
    ("replications/spiral_of_silence/", "opinions"): "+1 or -1, drawn from the seed",
    ("replications/spiral_of_silence/", "OPINION"): "the purpose of those draws",
}
"""Names that published models give to what they draw."""


def test_nothing_is_named_as_a_classifier() -> None:
    assert not [
        f"{place(source, node)}: {name}"
        for source, node, name in definitions()
        if NAMES.search(name)
        and not any(name_of(source).startswith(room) and name == word for room, word in OF_PUBLISHED_MODELS)
    ]


def test_nothing_is_documented_as_a_classifier() -> None:
    found = [(place(source, node), PROSE.search(text)) for source, node, text in docstrings()]
    assert not [f"{where}: {match[0]}" for where, match in found if match]


def test_the_words_that_are_sought_would_be_found() -> None:
    for name in ("SpeechClassifier", "predict_dissent", "sentiment", "score_post", "detect_ideology", "hate_speech"):
        assert NAMES.search(name), name
    for text in ("Classifies what a person says.", "Predicts who will dissent.", "Scraping a social network."):
        assert PROSE.search(text), text


def text_parameters() -> dict[str, set[str]]:
    """Parameters whose type has text in it, in the rooms of people, by name; with the places they stand."""
    found: dict[str, set[str]] = {}
    for source, node in nodes():
        if name_of(source).split("/")[0].removesuffix(".py") not in ROOMS_OF_PEOPLE:
            continue
        if isinstance(node, ast.arg) and node.annotation is not None:
            types = {inner.id for inner in ast.walk(node.annotation) if isinstance(inner, ast.Name)}
            quoted = ast.unparse(node.annotation)
            if types & {"str", "bytes", "bytearray", "AnyStr"} or re.search(r"\b(?:IO|TextIO)\b", quoted):
                found.setdefault(node.arg, set()).add(place(source, node))
    return found


def test_nothing_takes_strings_of_speech() -> None:
    found = text_parameters()
    assert found.keys() <= TEXT_PARAMETERS.keys(), {name: found[name] for name in found.keys() - TEXT_PARAMETERS.keys()}
    for name in OF_EDGE_LISTS & found.keys():
        for where in found[name]:
            assert where.startswith(("src/hushed/society/edge_", "src/hushed/society/loading.py")), where


def test_no_text_reaches_the_rules_and_the_engine() -> None:
    below = ("src/hushed/engine/", "src/hushed/rules.py", "src/hushed/random.py")
    for name, places in text_parameters().items():
        assert not [where for where in places if where.startswith(below)], name


def test_people_and_what_they_say_are_numbers() -> None:
    scenario = read_scenario("all-instruments", population=200, rounds=2)
    society = build_society(scenario.society, seed=1, replicate=0)
    run = Simulation(society, *scenario.policy(), seed=1)
    for _ in run.rounds(2):
        pass
    run.close()
    arrays = [*society.people, *run.state]
    assert len(arrays) > 12
    for each in arrays:
        assert isinstance(each, np.ndarray)
        assert each.dtype.kind in "fiub"
    # What is said is a share of what one would like to say, nothing more.
    assert 0.0 <= run.state.voice.min() <= run.state.voice.max() <= 1.0
