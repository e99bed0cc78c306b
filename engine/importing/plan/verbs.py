"""What the words of a step say about who does it and what it is."""

from __future__ import annotations

import re

APPROVES = re.compile(
    r"\b(?:menyetujui|menetapkan|menandatangani|mengesahkan|mendisposisi\w*|memutuskan|"
    r"memerintahkan|menugaskan|"
    r"memberi(?:kan)? (?:persetujuan|disposisi|arahan|izin|pengesahan)|persetujuan|disposisi|"
    r"otorisasi|mengotorisasi)\b",
    re.IGNORECASE,
)
CHECKS = re.compile(
    r"\b(?:memeriksa|memverifikasi|verifikasi|meneliti|menelaah|mengoreksi|memvalidasi|"
    r"mengevaluasi|mereviu|mereview|"
    r"me-?review|menilai|mengecek|mencermati|mengkaji|menguji|meninjau|memastikan|memeriksakan|memferifikasi|"
    r"mengklarifikasi|mencocokkan|asistensi|memparaf|memaraf|paraf)\b",
    re.IGNORECASE,
)
GIVES = re.compile(
    r"\b(?:menyerahkan|mengajukan|menyampaikan|mengusulkan|melaporkan|mengirim\w*|meneruskan|"
    r"mengantar\w*|mengembalikan|"
    r"memberikan|mendistribusikan|membawa|melimpahkan|menaikkan|menaikan)\b",
    re.IGNORECASE,
)
TAKES = re.compile(r"\b(?:menerima|mengambil)\b", re.IGNORECASE)
MAKES = re.compile(
    r"\b(?:membuat|menyusun|menyiapkan|mengonsep\w*|merancang|mengetik|mencatat|mengagenda\w*|"
    r"mengarsip\w*|mendokumentasi\w*|"
    r"mengunggah|mengunduh|menggandakan|menginput|memasukkan|merekap\w*|memproses|mencetak|"
    r"membubuhkan|memilah|memberkaskan|"
    r"mengumpulkan|mengolah|menayangkan|mengetik\w*|menata|mengumumkan|menginventarisasi|"
    r"melengkapi|memperbaiki)\b",
    re.IGNORECASE,
)
#: The branch that mends what a check found wanting.
MENDS = re.compile(
    r"^(?:melengkapi|memperbaiki|merevisi|menyempurnakan|membetulkan|memutakhirkan kembali|"
    r"mengajukan kembali|melakukan (?:perbaikan|revisi))\b",
    re.IGNORECASE,
)
#: Beginnings that go together, and where several hand-ins are made one.
TOGETHER = re.compile(
    r"\b(?:bersama\w*|serentak|paralel|sekaligus|masing[- ]masing|menggabung\w*|menghimpun|merekap\w*|"
    r"mengompilasi\w*|menyatukan|mengumpulkan)\b",
    re.IGNORECASE,
)
#: By what way something comes in.
CHANNEL = re.compile(
    r"\b(?:daring|online|luring|offline|datang|langsung|loket|surel|e-?mail|telepon|aplikasi|situs|website|"
    r"whatsapp|pos|kurir|atau)\b",
    re.IGNORECASE,
)
#: The step that ends an instance which did not pass.
#: What is done only for who was refused.
TURNS_AWAY = re.compile(r"\b(?:menolak|penolakan|ditolak)\b", re.IGNORECASE)
#: Where a refusal may lead; others come there, too.
REFUSES = re.compile(
    r"\b(?:menutup|penutupan|menolak|penolakan|ditolak|pemberitahuan tidak)\b", re.IGNORECASE
)
RECIPIENT = re.compile(
    r"\b(?:kepada|ke|pada|untuk|dari|bersama|melalui)\s+(?:(?:seluruh|semua|para|masing masing|"
    r"tiap|setiap)\s+)?$",
    re.IGNORECASE,
)

_HEADS = re.compile(
    r"\b(?:kepala|pimpinan|direktur|bupati|wali ?kota|gubernur|camat|panewu|lurah|atasan|"
    r"kadis\w*|sekda|rektor|dekan|menteri|"
    r"inspektur|kpa|pengguna anggaran|pa)\b",
    re.IGNORECASE,
)
_MIDDLE = re.compile(
    r"\b(?:ketua|sekretaris\w*|kabid|kasi|kasubb?ag|kabag|kasubid|koordinator|subkoordinator|ppk"
    r"|supervisor|verifikator|"
    r"penanggung jawab|bendahara|ppid utama|carik|jagabaya)\b",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:pemohon|masyarakat|warga|kurir|pelapor|pengadu|penyedia|wajib pajak|pelanggan|tamu|"
    r"pengirim|kpk|bpk|bpkp|bkn|"
    r"kejaksaan|polri|kepolisian|pengadilan|vendor|rekanan|instansi lain|pihak ketiga|pihak luar"
    r"|pengguna layanan|"
    r"klien|wartawan|media massa|ombudsman|kemenpan\w*|kementerian)\b",
    re.IGNORECASE,
)
#: Any of several units that hand in what is asked of them.
_ANY_UNIT = re.compile(
    r"(?:unit(?: kerja| pengolah)?|bidang|bagian|opd|skpd|perangkat daerah|satuan kerja)", re.IGNORECASE
)
#: Words of role names that say nothing about the role's field.
_GENERAL = frozenset(
    [
        "ketua",
        "anggota",
        "kepala",
        "tim",
        "kerja",
        "petugas",
        "staf",
        "staff",
        "bidang",
        "admin",
        "administrasi",
        "bagian",
        "unit",
        "pengelola",
        "pelaksana",
        "sekretaris",
        "sekretariat",
        "pimpinan",
        "atasan",
        "seksi",
        "sub",
        "subbag",
        "kasubag",
        "kasubbag",
        "kabid",
        "kasi",
        "dinas",
        "badan",
        "kantor",
        "umum",
        "dan",
        "jfu",
        "jft",
        "fungsional",
        "pejabat",
        "penanggung",
        "jawab",
        "operator",
        "koordinator",
        "direktur",
    ]
)


def rank(actor: str) -> float:
    """0 outside the office, 0.5 other units, 1 who does the work, 2 who checks, 3 who decides."""
    if _OUTSIDE.search(actor):
        return 0
    if all(_ANY_UNIT.fullmatch(part.strip()) for part in actor.split("/")):
        return 0.5
    # "Ketua/Anggota": not higher than its lower half.
    parts = [part for part in re.sub(r"\(.*?\)", " ", actor).split("/") if part.strip()] or [actor]
    return min(3.0 if _HEADS.search(part) else 2.0 if _MIDDLE.search(part) else 1.0 for part in parts)


def outside(actor: str) -> bool:
    """Whether an actor is outside the office: an applicant, a courier, another authority."""
    return bool(_OUTSIDE.search(actor))


def field_words(actor: str) -> frozenset[str]:
    """Words of a role's name that tell its field: "Pengelola Website (Tim Kerja)" → website."""
    plain = re.sub(r"\(.*?\)", " ", actor.casefold())
    return frozenset(w for w in re.findall(r"[a-z]{3,}", plain) if w not in _GENERAL)
