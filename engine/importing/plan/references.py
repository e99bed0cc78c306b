"""Targets written in words: "tidak kembali ke no. 2", "Ya → 4", "lanjut ke langkah 5"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.importing.cells.targets import TARGET, is_sign, number_of, targets_apart
from engine.importing.cells.words import plain
from engine.importing.rows.table import Row

_END = re.compile(r"\b(?:selesai|berakhir|dihentikan|berhenti|proses dihentikan)\b", re.IGNORECASE)
_JUST_ENDS = re.compile(
    r"(?:proses(?:nya)?|prosedur|sop) (?:selesai|berakhir)|selesai|end|finish", re.IGNORECASE
)
_BEFORE = re.compile(r"\b(?:ke )?(?:langkah|tahap|proses|kegiatan) sebelumnya\b", re.IGNORECASE)
_BACK_TO = re.compile(
    r"\b(?:kembali|dikembalikan|mengembalikan)\s+(?:lagi\s+)?(?:ke(?:pada)?|pada)\s+(?P<who>[^.;,()]{3,60})",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:kembali|dikembalikan|diperbaiki|perbaikan ulang|diulang|returned?|back)\b", re.IGNORECASE
)
_ON = re.compile(r"\b(?:lanjut(?:kan)?|dilanjutkan|diteruskan|diproses)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[;,\n]|(?<!\bno)\.(?=\s|$)|\b(?:sedangkan|dan (?=jika|bila|apabila|kalau|ya\b|tidak\b))|"
    r"(?=\b(?:jika|bila|apabila|kalau|if)\b)|(?<=[\d?])\s+(?=(?:ya|tidak|y|t)\b)",
    re.IGNORECASE,
)
_IF = re.compile(r"^\s*(?:jika|bila|apabila|kalau|jk|if)\s+", re.IGNORECASE)
#: "Tidak: diberi terapi, selesai": what is done before stands between the answer and where it leads.
_ANSWERED = re.compile(r"^\s*(ya|tidak|tdk|yes|no)\b\s*[:=→>–-]", re.IGNORECASE)
_NO = re.compile(
    r"\b(?:tidak|tdk|belum|ditolak|menolak|kurang|gagal|no|not|incomplete|rejected|disapproved)\b|"
    r"\bperlu (?:perbaikan|revisi|koreksi|diperbaiki)|"
    r"\bada (?:kesalahan|kekurangan|revisi|koreksi|perbaikan)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:ya|setuju|disetujui|lengkap|sesuai|benar|valid|memenuhi|layak|diterima|yes|ok|sudah|approved|complete|accepted)\b",
    re.IGNORECASE,
)


#: What stands before an arrow is its label, even if it is long.
_MAX_LABEL_WORDS = 12


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One branch as the table words it."""

    #: "Ya", "Tidak" or other words; empty when the branch has no condition.
    label: str
    negative: bool
    #: A row number, "<end>", "<before>", "<back>", "<on>", or "@" and the person or unit it goes back to.
    target: str
    #: It goes back, wherever that is.
    back: bool = False
    #: The words of the label, where it says them shorter.
    words: str = ""


def references_in(row: Row) -> list[Reference]:
    """Everything that the row's Keterangan, and the words at its arrows, say of where it leads."""
    texts = [*row.labels, row.remarks]
    if re.search(
        r"\b(?:jika|bila|apabila|kalau)\b|\b(?:ya|tidak)\s*(?:→|->|:)", row.description, re.IGNORECASE
    ):
        texts.append(row.description)
    found: list[Reference] = []
    for text in texts:
        for clause in _clauses(text):
            reference = _read(clause)
            if reference is not None and reference.target not in {
                item.target for item in found if item.label == reference.label
            }:
                found.append(reference)
    return found


def _clauses(text: str) -> Iterator[str]:
    """Parts of a sentence; "Jika tidak lengkap, kembali ke no. 2" is one."""
    condition = ""
    for part in _CLAUSE.split(targets_apart(text)):
        clause = (part or "").strip()
        if not clause:
            continue
        answers = _IF.match(clause) or _ANSWERED.match(clause) or plain(clause) in {"ya", "tidak"}
        if answers and not _target(clause)[0]:
            condition = clause
            continue
        yield clause if _IF.match(clause) or not condition else f"{condition} {clause}"
        condition = ""


def is_negative(words: str) -> bool:
    """Whether words refuse or find fault: "tidak lengkap", "ditolak", "perlu revisi"."""
    return bool(_NO.search(words)) or plain(words) == "t"


def conditional(row: Row) -> bool:
    """Whether a branch with a condition is written, and where it leads."""
    return any(reference.label and reference.target != "<on>" for reference in references_in(row))


def _read(clause: str) -> Reference | None:
    if _JUST_ENDS.fullmatch(clause.strip(" .")):
        return Reference(label="", negative=False, target="<end>")
    target, label = _target(clause)
    if not target:
        return None
    drawn = bool((found := TARGET.search(clause)) and is_sign(found["to"]))
    if answered := _ANSWERED.match(label):
        label = answered[1]
    stated = bool(_IF.match(clause))
    words = " ".join(_IF.sub("", label).strip(" :→>=–()-").split())
    words = re.sub(
        r"\s*(?:maka|kemudian|lalu|dan|di|berkas|surat|dokumen|materi|proses|permohonan)$",
        "",
        words,
        flags=re.IGNORECASE,
    ).rstrip(" :→>=–(-")
    negative = is_negative(words)
    most = _MAX_LABEL_WORDS if drawn else 4
    if not negative and not _YES.search(words) and not stated and not 0 < len(words.split()) <= most:
        words = ""
    if not words and target in {"<end>", "<back>", "<on>"}:
        return None
    back = bool(_BACK.search(clause))
    label = _label(words, negative=negative, whole=drawn)
    return Reference(label=label, negative=negative, target=target, back=back, words=words)


def _target(clause: str) -> tuple[str, str]:
    """(where to, the words before it)"""
    if found := TARGET.search(clause):
        return number_of(found["number"]), clause[: found.start()]
    if found := _BEFORE.search(clause):
        return "<before>", clause[: found.start()].replace("kembali", "").replace("dikembalikan", "")
    if found := _BACK_TO.search(clause):
        return f"@{found['who'].strip()}", clause[: found.start()]
    for pattern, name in ((_BACK, "<back>"), (_END, "<end>"), (_ON, "<on>")):
        if found := pattern.search(clause):
            return name, clause[: found.start()]
    return "", ""


def _label(words: str, *, negative: bool, whole: bool) -> str:
    if not words:
        return ""
    if (len(words.split()) > 5 and not whole) or plain(words) in {
        "ya",
        "tidak",
        "tdk",
        "yes",
        "no",
        "y",
        "t",
    }:
        return "Tidak" if negative else "Ya"
    return words[:1].upper() + words[1:]


def resolve(
    reference: Reference, place: int, numbers: Mapping[str, int], lanes: Sequence[str]
) -> Iterator[int]:
    """Places that a written target can mean, best first; nothing when it names no row. -1 is the end."""
    if reference.target == "<end>":
        yield -1
    elif reference.target == "<before>" and place > 0:
        yield place - 1
    elif reference.target.startswith("@"):
        who = plain(reference.target[1:])
        for earlier in range(place - 1, -1, -1):
            name = plain(lanes[earlier])
            if name and (name in who or who in name):
                yield earlier
    elif reference.target in numbers:
        yield numbers[reference.target]
