"""Whose SOP it is: the office in the letterhead, and who ratified it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.bpmn.vocabulary import PROCESS
from engine.importing.cells.words import one_line
from engine.importing.rows.dates import DATE, date_of

_RATIFIED_BY, _RATIFIED_ON, _OFFICE_OF, _RANK_OF, _NIP_OF, _UNIT_NAME, _ADDRESS, _MOTTO = (
    PROCESS[key].name
    for key in (
        "ratified_by", "ratified_on", "ratifier_office", "ratifier_rank", "ratifier_nip", "unit", "address",
        "motto",
    )
)  # fmt: skip
_NIP = re.compile(r"NIP\.?\s*:?\s*([\d ]{18,24})", re.IGNORECASE)
_RANK = re.compile(
    r"\b((?:Pembina|Penata|Pengatur|Juru)(?:\s+(?:Utama|Tingkat|Tk\.?|Muda|Madya|"
    r"I))*)\s*[,(]?\s*((?:I|II|III|IV)\s*/\s*[a-e])?\)?"
)
_TITLED = re.compile(
    r"((?:(?:Drs?a?|DR[SA]*|IR|Ir|H|Hj|Prof|"
    r"KH)\.,?\s+)*[A-Z][A-Za-z.'’ ]{3,60}?(?:,\s*(?:[A-Z][A-Za-z]{0,5}\.)+(?:[A-Z][A-Za-z]{0,6}\.?)*)+)"
)
_OFFICE = re.compile(
    r"(PEMERINTAH (?:KABUPATEN|KOTA|PROVINSI|DAERAH)(?: [A-Z]{3,}){1,4}?) ((?:DINAS|BADAN|"
    r"KECAMATAN|SEKRETARIAT|KELURAHAN|INSPEKTORAT|KAPANEWON|KANTOR|RUMAH SAKIT|SATUAN|"
    r"BAGIAN)(?: [A-Z,]{2,})*)"
)
_HEAD = re.compile(
    r"\b((?:Plt\.? )?(?:Kepala|KEPALA|Sekretaris|SEKRETARIS|Camat|CAMAT|Direktur|DIREKTUR|"
    r"Inspektur|INSPEKTUR|Bupati|BUPATI|Lurah|LURAH)"
    r"(?: (?!(?i:Drs?a?|Ir|Hj?|Prof|KH)\b)[A-Z][A-Za-z]+){0,6})")  # fmt: skip
_UNIT = re.compile(
    r"(?:DINAS|BADAN|KECAMATAN|SEKRETARIAT|KELURAHAN|INSPEKTORAT|KAPANEWON|KEMANTREN|KANTOR|RUMAH SAKIT|RSUD|"
    r"SATUAN|BAGIAN|BIRO|UPTD?|PUSKESMAS|BALAI)(?: [A-Z,.()/&-]{2,}| [IVX]{1,4})+"
    r"|(?:Dinas|Badan|Kecamatan|Sekretariat|Kelurahan|Inspektorat|Kantor|Rumah Sakit|Bagian|Biro|UPTD?|"
    r"Puskesmas|Balai)(?: (?:dan|[A-Z][\w,.()/&-]*))+"
)
#: Below the table: who signed it, read upwards from the NIP.
_SIGNED_ON = re.compile(
    r"[A-Z][A-Za-z ]{2,30}, *.{0,20}\d{4}|mengetahui|(?:di)?(?:tetapkan|sahkan)", re.IGNORECASE
)
_SIGNATURE = 6
_LINE_STARTS = re.compile(
    r"\s+(?=(?:Jl\. |Jalan |Daerah Istimewa |Provinsi |Telp|Telepon |Email|E-mail|Surel))"
)


def is_unit(text: str) -> bool:
    """Whether a line names an office, and nothing else."""
    return bool(_UNIT.fullmatch(text) or _OFFICE.fullmatch(text) or text.startswith("PEMERINTAH "))


def signed_by(loose: Sequence[str]) -> dict[str, str]:
    """The ratifier, from the signature below the table; nothing where several have signed."""
    lines = [words for text in loose for words in map(one_line, text.splitlines()) if words]
    numbers = [n for n, words in enumerate(lines) if _NIP.search(words)]
    if len(numbers) != 1:
        return {}
    last, first = numbers[0], max(0, numbers[0] - _SIGNATURE)
    for n in range(last - 1, first - 1, -1):
        if _SIGNED_ON.match(lines[n]) or is_unit(lines[n]):
            first = n + 1
            break
    found = {_RATIFIED_BY: " ".join(lines[first : last + 1]), _RATIFIED_ON: "-"}
    split_ratified(found)
    return {key: value for key, value in found.items() if value and key != _RATIFIED_ON}


def split_ratified(identity: dict[str, str]) -> None:
    """The ratifier's cell holds a date, an office, a rank, a name and a number, in any order."""
    text = " ".join(identity.pop(_RATIFIED_BY, "").split())
    if not text:
        return
    if not identity.get(_RATIFIED_ON):
        identity[_RATIFIED_ON] = date_of(text)
    text = DATE.sub(" ", text)
    if nip := _NIP.search(text):
        identity[_NIP_OF] = re.sub(r"\D", "", nip[1])[:18]
        text = text.replace(nip[0], " ")
    if rank := _RANK.search(text):
        identity[_RANK_OF] = ", ".join(part for part in (rank[1].strip(), rank[2]) if part)
        text = text.replace(rank[0], " | ")
    if office := _OFFICE.search(text):
        identity.setdefault(_UNIT_NAME, _unit(office))
        text = text.replace(office[0], " | ")
    if head := _HEAD.search(text.split("|")[0]):
        identity[_OFFICE_OF] = _titled(head[1])
        text = text.replace(head[0], " | ")
    name = _TITLED.search(text)
    if name:
        identity[_RATIFIED_BY] = " ".join(name[1].split())
    else:
        parts = [" ".join(part.strip(" ,.:;").split()) for part in text.split("|")]
        identity[_RATIFIED_BY] = max(parts, key=len, default="")


def read_office(identity: dict[str, str], around: Sequence[str], loose: Sequence[str]) -> None:
    """The letterhead stands in cells without a label, or above all tables."""
    for text in around:
        office = _OFFICE.search(one_line(text))
        if office and _ADDRESS not in identity:
            identity[_UNIT_NAME] = identity.get(_UNIT_NAME) or _unit(office)
            named = one_line(office[0])
            rest = [line for line in text.splitlines() if not _OFFICE.search(line) and line not in named]
            if motto := _motto(text.splitlines()):
                identity.setdefault(_MOTTO, motto)
            address = _LINE_STARTS.sub("\n", " ".join(rest)).strip()
            if address:
                identity[_ADDRESS] = address
    if not identity.get(_UNIT_NAME):
        unit = next((words for text in (*around, *loose) if _UNIT.fullmatch(words := one_line(text))), "")
        identity[_UNIT_NAME] = _titled(unit)


def _motto(lines: Sequence[str]) -> str:
    """Few words behind the office's name, on its line: "DINAS SOSIAL Wahana Saadatan"."""
    behind = [line[office.end() :].strip(' -–:"“”') for line in lines if (office := _OFFICE.search(line))]
    return next((words for words in behind if re.fullmatch(r"[A-Z][^\W\d]+(?: [^\W\d]+){0,5}", words)), "")


def _unit(office: re.Match[str]) -> str:
    """PEMERINTAH KABUPATEN BANTUL DINAS SOSIAL → Dinas Sosial Kabupaten Bantul"""
    place = office[1].removeprefix("PEMERINTAH ").removeprefix("DAERAH ")
    return _titled(f"{office[2].strip()} {place}")


def _titled(text: str) -> str:
    small = {"dan", "di", "atas"}
    if sum(word.isupper() for word in text.split()) * 2 <= len(text.split()):
        return text  # "Kepala Dinas PUPR" is written as it should be
    return " ".join(
        w.lower() if w.lower() in small else w.capitalize() if w.isupper() and not _short(w) else w
        for w in text.split()
    )


def _short(word: str) -> bool:
    """DPRD, PTSP, UPTD: letters that are spelt, and numbers of units."""
    letters = re.sub(r"[^A-Z]", "", word)
    vowels = sum(letter in "AEIOU" for letter in letters)
    return (
        bool(re.fullmatch("[IVX]+", letters))
        or not vowels
        or (len(letters) <= 5 and 3 * vowels < len(letters))
    )
