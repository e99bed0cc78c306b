"""Numbers in conditions that are written as people here write them: 1.250.000 and 12,5."""

from __future__ import annotations

import re

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
#: With thousands, or with a decimal comma; not a part of a name or a longer number.
_NUMBER = re.compile(r"(?<![\w.,])([1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\w.,])", re.ASCII)
_WHOLE = re.compile(r"-?(?:[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)", re.ASCII)


def corrected_numbers(source: str) -> tuple[str, str, str]:
    """The first such number as it is written and as it is meant, and the condition with all of them put
    right; three empty texts where there is none.
    """
    masked = _STRING.sub(lambda match: "_" * len(match[0]), source)
    found = [match for match in _NUMBER.finditer(masked) if not _is_in_list(masked, match)]
    if not found:
        return "", "", ""
    corrected = source
    for match in reversed(found):
        corrected = f"{corrected[: match.start()]}{_plain(match[0])}{corrected[match.end() :]}"
    return found[0][0], _plain(found[0][0]), corrected


def number_meant(text: str) -> str:
    """The number in a text, as conditions write it; "" where it is none."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    return _plain(plain) if _WHOLE.fullmatch(plain) else ""


def _plain(written: str) -> str:
    if re.search(r"\.\d{3}(?!\d)", written) or "," in written:
        written = written.replace(".", "")
    whole, _, fraction = written.replace(",", ".").partition(".")
    return f"{whole}.{fraction}" if fraction.strip("0") else whole


def _is_in_list(masked: str, match: re.Match[str]) -> bool:
    """Inside the brackets of a list or a call a comma stands between two values."""
    if "," not in match[0]:
        return False
    opened: list[bool] = []
    for at, sign in enumerate(masked[: match.start()]):
        if sign in "([{":
            opened.append(sign != "(" or (at > 0 and (masked[at - 1].isalnum() or masked[at - 1] in "_)")))
        elif sign in ")]}" and opened:
            opened.pop()
    return bool(opened) and opened[-1]
