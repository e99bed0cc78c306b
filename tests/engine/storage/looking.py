"""What tests look for in a picture, and pictures that were spoilt on the way."""

from __future__ import annotations

import random

from PIL import Image

from engine.storage.refusal import Refused
from tests.engine.storage import making
from tests.engine.storage.conftest import Look, shown


def colour(picture: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    """Red, green and blue of one pixel."""
    found = picture.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return found


def corners(picture: Image.Image) -> list[bool]:
    """Red or not: top left, top right, bottom left, bottom right."""
    small = picture.convert("RGB").resize((8, 8))
    seen = (colour(small, at) for at in ((0, 0), (7, 0), (0, 7), (7, 7)))
    return [red > green + 80 for red, green, _blue in seen]


def names_a_place(content: bytes) -> list[bytes]:
    marks = (
        b"Exif",
        b"GPS",
        b"http://ns.adobe.com",
        b"Photoshop 3.0",
        b"ICC_PROFILE",
        b"iCCP",
        b"tEXt",
        b"iTXt",
    )
    return [mark for mark in marks if mark in content]


def mutations(seeds: list[bytes], count: int) -> list[bytes]:
    dice = random.Random(20261123)
    made = []
    for _ in range(count):
        content = bytearray(dice.choice(seeds))
        for _ in range(dice.choice((1, 2, 8, 40))):
            at = dice.randrange(len(content))
            match dice.randrange(5):
                case 0:
                    content[at] ^= 1 << dice.randrange(8)
                case 1:
                    content[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff"))
                case 2:
                    del content[at : at + dice.randrange(1, 64)]
                case 3:
                    content[at:at] = dice.randbytes(dice.randrange(1, 64))
                case _:
                    content[at : at + 1] = bytes([dice.randrange(256)])
            if not content:
                break
        made.append(bytes(content))
    return made


def fuzz(look: Look, seeds: list[bytes], count: int) -> dict[str, int]:
    """How the mutations ended."""
    outcomes: dict[str, int] = {}
    for content in mutations(seeds, count):
        try:
            done = look(content)
        except Refused as refused:
            outcomes[refused.reason] = outcomes.get(refused.reason, 0) + 1
            continue
        outcomes["taken"] = outcomes.get("taken", 0) + 1
        for copy in done.copies.values():
            shown(copy)
    assert look(making.jpeg()).width == 64  # and the next picture is taken as ever
    return outcomes
