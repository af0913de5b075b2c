"""Rule 5 down to the last dependency: nothing that is installed reads speech, scrapes, or talks to a social network."""

from __future__ import annotations

import re
import sys

import pytest
from scope_source import ROOT

sys.path.append(str(ROOT / "supply"))

from locked import locks, npm_locked

RUNS_ON = {
    **dict.fromkeys(("numpy", "scipy", "numba", "llvmlite", "pandas", "salib"), "arrays, compiled loops, designs"),
    **dict.fromkeys(("xarray", "zarr", "numcodecs", "donfig", "google-crc32c", "msgspec"), "stored arrays"),
    **dict.fromkeys(("pydantic", "pydantic-core", "annotated-types", "typing-inspection"), "parameters"),
    **dict.fromkeys(("typer", "shellingham", "annotated-doc", "rich", "colorama"), "commands and tables"),
    **dict.fromkeys(("markdown-it-py", "mdurl", "pygments"), "how rich lays out a help text"),
    **dict.fromkeys(
        ("matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "pillow", "pyparsing"), "pictures"
    ),
    **dict.fromkeys(("jinja2", "markupsafe"), "the page of a report"),
    **dict.fromkeys(("loky", "cloudpickle", "multiprocess", "dill"), "worker processes"),
    **dict.fromkeys(("packaging", "typing-extensions", "python-dateutil", "tzdata"), "versions, types, dates"),
    **dict.fromkeys(("pyyaml",), "settings of donfig"),
    **dict.fromkeys(("hatchling", "editables", "pathspec", "pluggy", "trove-classifiers", "tomlkit"), "install hushed"),
}
"""Everything that the lock has for a run, with what it is for. Whoever adds one adds it here."""

READS_SPEECH_OR_PEOPLE = re.compile(
    r"nltk|spacy|gensim|textblob|fasttext|transformers|tokenizers|sentence|sentencepiece|torch|tensorflow|keras|jax(?!-)"
    r"|onnx|sklearn|scikit-learn|xgboost|lightgbm|vader|flair|polyglot|langdetect|langid|openai|anthropic|cohere|llama"
    r"|whisper|speech|face|insightface|opencv|deepface|ocr|tesseract|compromise|natural$|wink|sentiment|toxicity|nlp"
    r"|perspective|moderation|profan|hate"
)
SCRAPES = re.compile(
    r"scrap|crawl|beautifulsoup|bs4|newspaper|trafilatura|feedparser|cheerio|puppeteer|selenium|mechanize|snscrape|twint"
)
SOCIAL_NETWORKS = re.compile(
    r"tweepy|twitter|twarc|twikit|praw|reddit|facebook|instagram|instaloader|telethon|telegram|pyrogram|discord|slack"
    r"|mastodon|atproto|bluesky|weibo|wechat|weixin|vk-api|vkontakte|tiktok|youtube|yt-dlp|linkedin|whatsapp|matrix-nio"
)
DRIVES_A_BROWSER = {"playwright": "opens the explorer's page, a file of this machine, in tests"}
HTTP_CLIENTS = re.compile(
    r"requests|urllib3|httpx|httpcore|aiohttp|pycurl|grequests|treq|websockets?|socketio|boto|axios|node-fetch|^undici$"
    r"|superagent|^got$|^ky$|paho|pika|kafka|grpc|twisted"
)
ONLY_FOR_DOCUMENTATION = {"requests", "urllib3"}
"""For plugins of mkdocs-material that `make docs` does not use. Nobody who runs hushed has them."""

PARTS = locks()
NPM = {each.name for each in npm_locked()}


def names(part: str) -> set[str]:
    return {each.name for each in PARTS[part]}


def test_a_run_needs_nothing_but_what_is_listed_here() -> None:
    assert names("run") == RUNS_ON.keys()


@pytest.mark.parametrize(
    "kind", [READS_SPEECH_OR_PEOPLE, SCRAPES, SOCIAL_NETWORKS], ids=["reads", "scrapes", "networks"]
)
def test_nothing_that_is_locked_reads_speech_scrapes_or_talks_to_a_network(kind: re.Pattern[str]) -> None:
    everything = NPM.union(*map(names, PARTS))
    assert len(everything) > 150
    assert {name for name in everything if kind.search(name)} == set()


def test_clients_of_the_web_come_with_the_documentation_alone() -> None:
    clients = {part: {name for name in names(part) if HTTP_CLIENTS.search(name)} for part in PARTS}
    assert {part: found for part, found in clients.items() if found} == {"docs": ONLY_FOR_DOCUMENTATION}
    assert {name for name in NPM if HTTP_CLIENTS.search(name)} == set()


def test_what_drives_a_browser_serves_tests_alone() -> None:
    assert {part for part in PARTS if "playwright" in names(part)} == {"test"}


def test_the_names_that_are_sought_would_be_found() -> None:
    for name in ("scikit-learn", "nltk", "transformers", "vadersentiment", "face-recognition", "compromise", "openai"):
        assert READS_SPEECH_OR_PEOPLE.search(name), name
    for name in ("scrapy", "beautifulsoup4", "snscrape", "crawlee", "cheerio"):
        assert SCRAPES.search(name), name
    for name in ("tweepy", "praw", "python-telegram-bot", "mastodon-py", "twitter-api-v2", "instaloader"):
        assert SOCIAL_NETWORKS.search(name), name
