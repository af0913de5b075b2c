"""The site: every page has its place, every link leads somewhere, and faults of a built site are found."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import built
import navigation
import pytest
from blocks import DOCS, PAGES, ROOT, blocks_of

from hushed.figures import style

CONFIGURATION = (ROOT / "mkdocs.yml").read_text()
IN_NAVIGATION = re.findall(r"^ +- [^:\n]+(?:: [^:\n]+)?: ([\w/-]+\.md)$", CONFIGURATION, re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def prose(text: str) -> str:
    """A page without its blocks, code spans left as they are."""
    for block in blocks_of(text):
        text = text.replace(block.text, "\n")
    return text


def anchors(text: str) -> set[str]:
    """The places of a page that can be linked to: its headings, as GitHub and the site name them."""
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    plain = [re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings]
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip()) for heading in plain}


def test_every_page_has_one_place_in_the_navigation():
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}
    assert len(IN_NAVIGATION) == len(set(IN_NAVIGATION)) >= 25
    assert set(IN_NAVIGATION) <= pages
    placed = navigation.on_config(
        {"docs_dir": str(DOCS), "nav": [{"Pages": [{"One": name} for name in IN_NAVIGATION]}]}
    )
    assert sorted(navigation.named(placed["nav"])) == sorted(pages)


def test_a_page_that_nobody_placed_comes_last(tmp_path):
    (tmp_path / "a").mkdir()
    for name in ("one.md", "two.md", "a/three.md"):
        (tmp_path / name).write_text("")
    placed = navigation.on_config({"docs_dir": str(tmp_path), "nav": [{"Home": "one.md"}]})
    assert placed["nav"] == [{"Home": "one.md"}, {"More": ["a/three.md", "two.md"]}]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    for target in LINK.findall(prose(page.read_text())):
        if re.match(r"https?://", target):
            continue
        path, _, place = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{page.name}: {target}"
        assert aim.is_relative_to(DOCS) or page == ROOT / "README.md", f"{page.name}: {target} is not on the site"
        if place:
            assert place in anchors(aim.read_text()), f"{page.name}: {target}"


def test_the_site_has_the_colours_of_the_pictures():
    text = (DOCS / "assets" / "site.css").read_text()
    for name in ("PAPER", "INK", "EMBER", "ICE"):
        assert f"--{name.lower()}: {getattr(style, name)};" in text


def test_the_mark_is_a_picture_by_itself():
    mark = ElementTree.parse(DOCS / "assets" / "mark.svg").getroot()
    assert not [one for one in mark.iter() if any("href" in name for name in one.attrib)]


def test_the_notice_stands_below_every_page():
    assert f"copyright: {built.NOTICE}" in CONFIGURATION
    assert "font: false" in CONFIGURATION


# What holds a built site to its promises is itself tested. ------------------------------------------------

GOOD = f"""<html><head><link rel="stylesheet" href="site.css"><link rel="canonical" href="https://example.org/"></head>
<body><h1 id="top">A</h1><a href="other.html#here">b</a> <a href="https://example.org">c</a>
<img src="a.png"><p>{built.NOTICE}</p></body></html>"""
OTHER = f'<p id="here">{built.NOTICE}</p><a href="index.html#top">back</a>'


@pytest.fixture
def site(tmp_path):
    for name, text in {"index.html": GOOD, "other.html": OTHER, "site.css": "p { color: red }", "a.png": ""}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_site_in_order_has_no_faults(site):
    assert list(built.faults(site)) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        ("index.html", 'src="a.png"', 'src="b.png"', "index.html: b.png is missing"),
        ("index.html", 'src="a.png"', 'src="https://x.org/a.png"', "index.html: fetches https://x.org/a.png"),
        ("index.html", 'href="site.css"', 'href="//x.org/site.css"', "index.html: fetches //x.org/site.css"),
        ("index.html", "<body>", '<body><script src="https://x.org/a.js"></script>', "fetches https://x.org/a.js"),
        ("index.html", "other.html#here", "other.html#there", "index.html: other.html#there leads nowhere"),
        ("index.html", "other.html#here", "others.html", "index.html: others.html leads nowhere"),
        ("other.html", "#top", "#bottom", "other.html: index.html#bottom leads nowhere"),
        ("other.html", built.NOTICE, "", "other.html: the notice is missing"),
        ("site.css", "color: red", "background: url(https://x.org/a.png)", "site.css: fetches from the network"),
    ],
)
def test_each_fault_is_found(site, file, before, after, fault):
    text = (site / file).read_text()
    assert before in text
    (site / file).write_text(text.replace(before, after))
    (found,) = built.faults(site)
    assert fault in found
