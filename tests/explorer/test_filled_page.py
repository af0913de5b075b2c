"""Putting what a page opens into it: any text stays text, and the same input gives the same bytes."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushed.explorer.handed import story
from hushed.explorer.page import built_page, filled, is_page

NASTY = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> \u2028\u2029 & \" ' \\u003c ж"


def handed_in(page: str) -> Any:
    """What the page would read: the text of the element, as far as a browser takes it to go."""
    (text,) = re.findall(r'<script type="application/json" id="handed">(.*?)</script', page, re.DOTALL)
    return json.loads(text)


@given(st.recursive(st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.none(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_anything_comes_out_as_it_went_in(value: Any) -> None:
    page = '<title>hushed explorer</title><script type="application/json" id="handed">null</script>'
    assert handed_in(filled(page, {"value": value})) == {"value": value}


def test_whole_numbers_take_no_more_room_than_they_need_and_zero_keeps_its_sign() -> None:
    page = filled(built_page(), {"some": [1.0, (0.0, -2.0)], "other": -0.0, "more": 2.0**60, "true": True})
    assert '{"some":[1,[0,-2]],"other":-0.0,"more":1.152921504606847e+18,"true":true}' in page


def test_no_text_can_end_its_element_or_begin_another() -> None:
    page = filled(built_page(), {"title": NASTY, NASTY: [NASTY]}, title=NASTY)
    assert handed_in(page) == {"title": NASTY, NASTY: [NASTY]}
    assert page.count("<script") == built_page().count("<script")
    assert "<img" not in page.replace(built_page(), "")
    assert not set("\u2028\u2029") & set(re.search(r'id="handed">.*', page).group())  # type: ignore[union-attr]
    assert "<title>&lt;/script&gt;" in page


def test_the_same_input_gives_the_same_bytes() -> None:
    one, other = (filled(built_page(), story().handed, title="A title") for _ in range(2))
    assert one == other


def test_what_no_json_can_say_is_refused() -> None:
    for value in (math.nan, math.inf):
        with pytest.raises(ValueError, match="JSON"):
            filled(built_page(), {"value": value})


def test_a_page_without_a_place_for_it_is_no_page(tmp_path: Any) -> None:
    with pytest.raises(ValueError, match="once"):
        filled("<title>hushed explorer</title>", {})
    (tmp_path / "other.html").write_text("<html></html>")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert not any(is_page(tmp_path / name) for name in ("other.html", "binary", "missing", "."))
    (tmp_path / "page.html").write_text(filled(built_page(), {}))
    assert is_page(tmp_path / "page.html")
