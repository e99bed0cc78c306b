from __future__ import annotations

import re

from engine.documents.pictures import lean

HASH = "1C8C57CFA13658336F6F267BCC79544C"


def test_a_picture_is_the_same_in_shorter_words() -> None:
    svg = (
        '<svg viewBox="0 0 935.433070866 609.4">'
        f'<symbol id="g{HASH}"><path d="M 0 0m 3.67625 -0.000625"/></symbol>'
        f'<use xlink:href="#g{HASH}" x="6.52375" y="0"/><use xlink:href="#g{HASH}" x="-0.01"/></svg>'
    )
    assert lean(svg.encode()).decode() == (
        '<svg viewBox="0 0 935.43 609.4"><symbol id="g0"><path d="M 0 0m 3.68 0"/></symbol>'
        '<use xlink:href="#g0" x="6.5" y="0"/><use xlink:href="#g0" x="0"/></svg>'
    )


def test_a_letter_stays_within_a_thirtieth_of_a_millimetre() -> None:
    numbers = [f"{n / 7:.9f}" for n in range(-70, 70)]
    svg = "".join(f'<use x="{each}"/><path d="M {each}"/>' for each in numbers)
    made = re.findall(r"-?[\d.]+", lean(svg.encode()).decode())
    off = [abs(float(a) - float(b)) for a, b in zip(made, re.findall(r"-?\d+\.\d+", svg), strict=True)]
    assert max(off[::2]) <= 0.0551
    assert max(off[1::2]) <= 0.0051
