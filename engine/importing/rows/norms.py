"""Waktu as people write it → a norm of engine.calendar: PT60M, P5D, PT1H/PT2H, 3x24H."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.calendar import BadNorm, parse_norm
from engine.calendar.norms import USUAL_DAY
from engine.importing.cells.words import clean, plain

_UNITS = {
    "menit": "M", "mnt": "M", "menitan": "M", "min": "M", "minute": "M", "minutes": "M", "m": "M",
    "jam": "H", "j": "H", "hour": "H", "hours": "H",
    "hari": "D", "hr": "D", "hr kerja": "D", "hari kerja": "D", "hk": "D", "day": "D", "days": "D",
    "minggu": "W", "pekan": "W", "week": "W", "weeks": "W",
}  # fmt: skip
_SPOKEN = {
    "setengah": "0.5", "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6",
    "tujuh": "7", "delapan": "8", "sembilan": "9", "sepuluh": "10", "sebelas": "11",
    "duabelas": "12", "sejam": "1 jam", "sehari": "1 hari", "seminggu": "1 minggu", "semenit": "1 menit",
}  # fmt: skip
_UNIT = (
    r"hari kerja|hari kalender|hr kerja|hari|hr|hk|menitan|menit|minutes?|mnt|min|jam|hours?|"
    r"days?|minggu|pekan|weeks?|m|j"
)
_NUMBER = r"\d{1,5}(?:[.,]\d{1,2})?"
_PART = re.compile(rf"({_NUMBER})\s*({_UNIT})?\b")
_AMOUNT = rf"{_NUMBER}\s*(?:{_UNIT})?\b(?:\s*(?:dan\s+)?{_NUMBER}\s*(?:{_UNIT})\b)*"
_RANGE = re.compile(rf"({_AMOUNT})\s*(?:-|–|—|s/d|s\.d\.?|sd|sampai(?:\s+dengan)?|hingga|to)\s*({_AMOUNT})")
_BROKEN_UNIT = _UNIT.replace(" ", r"\s+")
#: A duration within a text: each number of it has its unit, or shares it with the one behind.
DURATION = re.compile(
    rf"(?<![\w.,/-])(?:\d{{1,3}}\s*[x×]\s*24\s*jam|(?:{_NUMBER}\s*(?:{_UNIT})?\s*(?:-|–|—|s/d|sampai)\s*)?"
    rf"(?:{_NUMBER}|½|1/2)\s*(?:\([\w ]+\)\s*)?(?:{_BROKEN_UNIT})\b(?:\s*{_NUMBER}\s*(?:menit|jam))*)",
    re.IGNORECASE,
)
_TIMES_24 = re.compile(r"(\d{1,3})\s*[x×*]\s*24\s*jam( kerja)?")
_FLUFF = re.compile(
    r"^(?:s/d |s\.d\. |±|\+/-|\+-|~|≤|<=?|kurang lebih|kira-kira|sekitar|maksimal|maksimum|"
    r"maks?\.?|paling (?:lama|lambat|sedikit|cepat)|minimal|min\.|selama|dalam|setiap|rata-rata|waktu:?|"
    r"durasi:?)\s*"
)
#: What a norm can't say: about so long, at least so long, for each of them, and what stands in brackets.
_QUALIFIED = re.compile(
    r"^(?:±|\+/-|\+-|~|kurang lebih|kira-kira|sekitar|minimal|min\.|paling (?:sedikit|cepat)|setiap|"
    r"rata-rata)|(?:/|\bper\b)\s*[a-z]{3,}|"
    r"\((?!(?:\s|se(?=[bprj])|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|"
    r"puluh|ratus|hari|kerja|jam|menit|,)+\))[^)]*[a-z]{3}[^)]*\)"
)
_FRACTIONS = {"½": 0.5, "1/2": 0.5, "¼": 0.25, "1/4": 0.25, "¾": 0.75, "3/4": 0.75}
_FRACTION = re.compile(r"(?<![\d/.,])(?:(\d{1,2})\s*)??\s*(½|¼|¾|(?<!\d)(?:1/2|1/4|3/4))(?![\d/])")
_AFTER = re.compile(
    r"\s*(?:\.|,|;|(?:/|per)\s*(?:berkas|surat|dokumen|orang|permohonan|kegiatan|naskah|laporan))+$"
)
_NONE = re.compile(r"[-–—_.~ ]*|tidak ada|n/?a|nihil|tba|kosong")
_TEXT = re.compile(
    r"(?:pada )?hari (?:yang sama|itu juga|ini)|(?:menyesuaikan|kondisional|insident[ai]l|"
    r"sewaktu-waktu|tentatif|sesuai\b.{0,40}|"
    r"segera|secepatnya|setiap (?:saat|hari|bulan|minggu|tahun)|saat itu juga|langsung|"
    r"real ?time|\d+ (?:bulan|tahun)(?: sekali)?)\.?"
)


@dataclass(frozen=True, kw_only=True)
class Time:
    """`norm` is empty when the text gives none; `kinds` are assumptions about it."""

    norm: str = ""
    kinds: tuple[str, ...] = ()


def read_time(text: str, *, unit: str = "") -> Time:
    """`unit`: from the column's header, "Waktu (menit)", for bare numbers."""
    words = _words(text)
    if _NONE.fullmatch(words):
        return Time(kinds=("time_missing",))
    found = _norm_of(words, unit)
    if found is None or not _counts(found.norm):
        return Time(kinds=("time_in_words",))
    if _QUALIFIED.search(" ".join(clean(text).casefold().split())):
        return Time(norm=found.norm, kinds=(*found.kinds, "time_qualified"))
    return found


@lru_cache(maxsize=4096)
def is_time(text: str) -> bool:
    """Whether a cell holds a duration, and not a text that mentions one."""
    if len(text) > 80:
        return False
    words = _words(text)
    return bool(words) and (_norm_of(words, "") is not None or bool(_TEXT.fullmatch(words)))


def unit_of(header: str) -> str:
    """The unit that a header gives: "Waktu (menit)" → menit."""
    found = re.search(r"\b(menit|mnt|jam|hari)\b", header.casefold())
    return found[1] if found else ""


def is_unit_alone(header: str) -> bool:
    """Whether a header's words are a unit of time, and nothing else."""
    return plain(header) in _UNITS and len(plain(header)) > 1


def _words(text: str) -> str:
    words = " ".join(clean(text).casefold().split())
    words = re.sub(r"\((?:[a-z ]+|\d+)\)", " ", words).replace("’", "'")
    words = _FRACTION.sub(_decimal, words)
    words = re.sub(r"(\d)\s*'(?!')", r"\1 menit", words)
    words = re.sub(r"\b(?:" + "|".join(_SPOKEN) + r")\b", lambda found: _SPOKEN[found[0]], words)
    words = " ".join(words.split())
    while (shorter := _FLUFF.sub("", words)) != words:
        words = shorter
    return _AFTER.sub("", words).strip()


def _decimal(found: re.Match[str]) -> str:
    """ "½" and "1 1/2" as numbers."""
    return f" {int(found[1] or 0) + _FRACTIONS[found[2]]} "


def _norm_of(words: str, unit: str) -> Time | None:
    if found := _TIMES_24.fullmatch(words):
        # By the clock (engine.calendar.norms), unless it says itself that it is working time.
        times = int(found[1])
        return Time(norm=f"P{times}D") if found[2] else Time(norm=f"{times}x24H", kinds=("time_24_hours",))
    if (found := re.fullmatch(r"(24|48|72|96) ?jam", words)) is not None:
        return Time(norm=f"{int(found[1]) // 24}x24H", kinds=("time_24_hours",))
    if found := _RANGE.fullmatch(words):
        high_unit = _unit_at_end(found[2]) or unit
        low, high = _duration(found[1], high_unit), _duration(found[2], high_unit)
        if low is None or high is None:
            return None
        return Time(norm=f"{low}/{high}", kinds=("time_range", *_doubts(words)))
    if re.fullmatch(_AMOUNT, words):
        norm = _duration(words, unit)
        return None if norm is None else Time(norm=norm, kinds=_doubts(words))
    return None


def _doubts(words: str) -> tuple[str, ...]:
    """ "hari" alone may be working or calendar days."""
    kinds = []
    if re.search(r"\b(?:hari|hr|days?)\b(?! kerja)", words):
        kinds.append("time_calendar_days" if "kalender" in words else "time_days")
    if re.search(r"\b(?:minggu|pekan|weeks?)\b", words):
        kinds.append("time_weeks")
    return tuple(kinds)


def _unit_at_end(amount: str) -> str:
    units = [unit for _number, unit in _PART.findall(amount) if unit]
    return units[-1] if units else ""


def _duration(amount: str, unit: str) -> str | None:
    """Hours stay hours and minutes minutes, as the SOP says them."""
    days = hours = minutes = 0.0
    for number, given in _PART.findall(amount):
        size = float(number.replace(",", "."))
        match _UNITS.get((given or unit).replace(" kalender", "")):
            case "M":
                minutes += size
            case "H":
                hours += size
            case "D":
                days += size
            case "W":
                days += size * 5
            case _:
                return None
    return _iso(days, hours, minutes)


def _iso(days: float, hours: float, minutes: float) -> str | None:
    minutes += (days % 1) * USUAL_DAY + (hours % 1) * 60
    parts = {"D": int(days), "H": int(hours), "M": round(minutes)}
    if not any(parts.values()):
        return None
    time = "".join(f"{parts[key]}{key}" for key in "HM" if parts[key])
    return "P" + (f"{parts['D']}D" if parts["D"] else "") + (f"T{time}" if time else "")


def _counts(norm: str) -> bool:
    try:
        parse_norm(norm)
    except BadNorm:
        return False
    return True
