"""Hostile files are refused with words, quickly, and never with another exception."""

from __future__ import annotations

import time

import pytest

from engine.bpmn.xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, as_text, parse_xml
from engine.errors import InvalidDiagram
from engine.texts import LANGUAGES, text

OPEN = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
PLAIN = f'{OPEN}<process id="p"/></definitions>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

HOSTILE = {
    "billion laughs": (f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>{OPEN}&l9;</definitions>', "doctype"),
    "external entity": (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{OPEN}&x;</definitions>', "doctype"
    ),
    "external DTD": (f'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">{PLAIN}', "doctype"),
    "public DTD": (f'<!DOCTYPE d PUBLIC "-//x//y" "http://127.0.0.1:9/evil.dtd">{PLAIN}', "doctype"),
    "parameter entity": (f'<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>{PLAIN}', "doctype"),
    "xinclude": (
        f'{OPEN}<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/></definitions>',
        "xinclude",
    ),
    "stylesheet": (f'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>{PLAIN}', "instruction"),
    "deep nesting": (OPEN + "<a>" * 5000 + "</a>" * 5000 + "</definitions>", "too_deep"),
    "too many elements": (OPEN + "<a/>" * (MAX_ELEMENTS + 1) + "</definitions>", "too_many"),
    "null byte": (f"{OPEN}\x00</definitions>", "encoding"),
    "lone surrogate": (f"{OPEN}\ud800</definitions>", "encoding"),
    "undeclared entity": (f"{OPEN}&nbsp;</definitions>", "not_xml"),
    "unclosed": (OPEN, "not_xml"),
    "duplicate attribute": ('<definitions a="1" a="2"/>', "not_xml"),
    "undeclared prefix": ("<bpmn:definitions/>", "not_xml"),
    "empty": ("", "not_xml"),
    "text": ("SOP 032", "not_xml"),
    "html": ("<html></html>", "not_bpmn"),
    "another namespace": ('<definitions xmlns="urn:x"/>', "not_bpmn"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused(content: str, reason: str) -> None:
    for data in (content, content.encode("utf-8", "surrogatepass")):
        if reason == "encoding" and isinstance(data, bytes) and b"\x00" not in data:
            continue  # a surrogate in bytes is not UTF-8: the parser says so
        with pytest.raises(InvalidDiagram) as refusal:
            parse_xml(data)
        assert refusal.value.params["reason"] == f"lint.reason.{reason}"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "shift_jis"]
)
def test_a_file_in_an_encoding_that_could_hide_something_is_refused(encoding: str) -> None:
    hidden = HOSTILE["external entity"][0]
    for data in (
        f'<?xml version="1.0" encoding="{encoding}"?>{hidden}'.encode(encoding),
        f'<?xml version="1.0" encoding="{encoding}"?>{PLAIN}'.encode(),
        hidden.encode(encoding),
    ):
        with pytest.raises(InvalidDiagram):
            parse_xml(data)


def test_a_huge_file_is_refused_before_it_is_parsed() -> None:
    huge = b" " * (50 * 1024 * 1024)
    begin = time.process_time()
    with pytest.raises(InvalidDiagram) as refusal:
        parse_xml(huge)
    assert refusal.value.params == {"reason": "lint.reason.too_large", "limit": 2}
    assert time.process_time() - begin < 0.1


def test_size_counts_in_bytes_even_for_text() -> None:
    with pytest.raises(InvalidDiagram, match="too_large"):
        parse_xml("é" * (MAX_BYTES - 10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "us-ascii", "iso-8859-1"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    name = "Persetujuan" if encoding == "us-ascii" else "Persétujuan"
    file = f'<?xml version="1.0" encoding="{declared}"?>{OPEN}<process name="{name}"/></definitions>'
    assert parse_xml(file.encode(encoding))[0].get("name") == name


_DECLARED = ("ascii", "US-ASCII", "utf8", "UTF8", "latin1", "ISO-8859-15", "windows-1252")


# Every text in UTF-8 is one in the last three, too: another one.
@pytest.mark.parametrize(
    ("declared", "encoding"),
    [*zip(_DECLARED, _DECLARED, strict=True), *((each, "utf-8") for each in _DECLARED[:4])],
)
def test_a_file_is_read_as_it_declares_or_as_utf_8(declared: str, encoding: str) -> None:
    """Tools write UTF-8 and declare something else; others know encodings by other names."""
    name = "Persétujuan" if encoding.lower() not in {"ascii", "us-ascii"} else "Persetujuan"
    file = f'<?xml version="1.0" encoding="{declared}"?>{OPEN}<process name="{name}"/></definitions>'
    assert parse_xml(file.encode(encoding))[0].get("name") == name
    assert f'name="{name}"' in as_text(file.encode(encoding))
    hidden = file.replace("?>", "?><!DOCTYPE a>", 1)
    with pytest.raises(InvalidDiagram, match="doctype"):
        parse_xml(hidden.encode(encoding))


def test_text_is_read_whatever_encoding_it_declares() -> None:
    file = f'<?xml version="1.0" encoding="UTF-16"?>{OPEN}<process name="é"/></definitions>'
    assert parse_xml(file)[0].get("name") == "é"


def test_a_file_in_another_encoding_becomes_text_that_declares_utf_8() -> None:
    file = f'<?xml version="1.0" encoding="ISO-8859-1"?>{OPEN}<process name="é"/></definitions>'
    kept = as_text(file.encode("iso-8859-1"))
    assert kept == file.replace("ISO-8859-1", "UTF-8")
    assert parse_xml(kept.encode())[0].get("name") == "é"
    with pytest.raises(InvalidDiagram):
        as_text(b"\xff\xfe")


def test_only_the_declaration_is_looked_for() -> None:
    """A file of 100 KB that begins a declaration again and again took 19 seconds."""
    began = time.process_time()
    assert as_text(b"<?xml" * 100_000).startswith("<?xml<?xml")
    assert as_text(b'<a><?xml encoding="x"?></a>') == '<a><?xml encoding="x"?></a>'
    assert time.process_time() - began < 1


def test_nesting_up_to_the_limit_is_read_and_comments_are_gone() -> None:
    inner = MAX_DEPTH - 1
    root = parse_xml(f"{OPEN}<!-- hi -->{'<a>' * inner}{'</a>' * inner}</definitions>")
    assert len(list(root.iter())) == MAX_DEPTH


def test_every_reason_has_words_in_every_language() -> None:
    for _, reason in HOSTILE.values():
        for language in LANGUAGES:
            key = f"lint.reason.{reason}"
            assert text(key, language, limit=2, detail="…") != key
