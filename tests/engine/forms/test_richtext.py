from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from engine.forms.richtext import to_html

ALLOWED = {"div", "p", "br", "strong", "em", "ul", "li", "a"}


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("Satu\nbaris\n\nDua", "<p>Satu<br>baris</p>\n<p>Dua</p>"),
        ("**tebal** dan *miring*", "<p><strong>tebal</strong> dan <em>miring</em></p>"),
        (
            "Butir:\n- satu\n- dua *x*\nlalu",
            "<p>Butir:</p><ul><li>satu</li><li>dua <em>x</em></li></ul><p>lalu</p>",
        ),
        ("2 * 3 * 4 dan a*b*c", "<p>2 * 3 * 4 dan a*b*c</p>"),
        ("** tidak **", "<p>** tidak **</p>"),
        ("<b>&\"'", "<p>&lt;b&gt;&amp;&quot;&#x27;</p>"),
        (
            "lihat https://bantulkab.go.id/a?b=1&c=2.",
            '<p>lihat <a href="https://bantulkab.go.id/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">'
            "https://bantulkab.go.id/a?b=1&amp;c=2</a>.</p>",
        ),
        ("https://a.id@jahat.id/x", "<p>https://a.id@jahat.id/x</p>"),
        ("", ""),
    ],
)
def test_a_few_marks_become_html(source: str, made: str) -> None:
    assert to_html(source) == made


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        '**<a href="javascript:alert(1)">x</a>**',
        'https://a.id/"onmouseover="alert(1)',
        "https://a.id/<script>",
        "*<svg/onload=alert(1)>*",
        "- <iframe src=//jahat.id>",
        "https://a.id/**x**<b>",
        "&lt;script&gt;",
    ],
)
def test_no_markup_comes_through(source: str) -> None:
    assert_harmless(source)


@given(st.text("<>&\"'*-/:.=ahtpscrionej \n`[]()", max_size=120))
def test_no_text_brings_markup_of_its_own(source: str) -> None:
    assert_harmless(source)


def assert_harmless(source: str) -> None:
    tree = html.fragment_fromstring(to_html(source), create_parent="div")
    assert {element.tag for element in tree.iter()} <= ALLOWED
    for element in tree.iter():
        assert set(element.attrib) == ({"href", "rel"} if element.tag == "a" else set())
        assert element.get("href", "https://").startswith(("https://", "http://"))
