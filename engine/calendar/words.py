"""A norm as people read it."""

from __future__ import annotations

from engine.calendar.norms import BadNorm, parse_norm
from engine.texts import text


def norm_in_words(iso: str, language: str) -> str:
    """ "60 menit", "60 menit – 2 jam", "5 hari kerja"; as written when it is no duration."""
    try:
        norm = parse_norm(iso) if iso else None
    except BadNorm:
        return iso
    if norm is None:
        return ""
    most = _amount(norm.days, norm.minutes, language)
    if norm.minimum is None:
        return most
    return f"{_amount(norm.minimum.days, norm.minimum.minutes, language)} – {most}"


def _amount(days: int, minutes: int, language: str) -> str:
    parts = [text("diff.norm.days", language, n=days)] if days else []
    if minutes:
        hours, rest = divmod(minutes, 60)
        whole = hours > 1 and not rest
        unit, n = ("hours", hours) if whole else ("minutes", minutes)
        parts.append(text(f"diff.norm.{unit}", language, n=n))
    return " ".join(parts)
