"""Typing and scanning errors in the verb that begins a step. Nothing else of a text is ever changed.

A word of the dictionary, or made of one of its roots as Indonesian makes verbs, is right. One that is in none
is changed only where scanning takes one letter for another; any other likely word is proposed, and the text
stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.importing.cells.dictionary import in_dictionary

#: A word that exists, but begins no step of an SOP: what may be meant.
_MISTAKEN = {"menyayangkan": "menayangkan"}
#: What scanning takes for one another.
_CONFUSED = (
    ("rn", "m"), ("nn", "m"), ("in", "m"), ("ni", "m"), ("cl", "d"), ("ii", "u"), ("vv", "w"), ("li", "h"),
    ("l", "i"), ("l", "t"), ("c", "e"), ("o", "a"), ("o", "e"), ("n", "u"), ("h", "b"), ("f", "t"),
    ("q", "g"), ("0", "o"), ("1", "l"), ("1", "i"), ("5", "s"),
)  # fmt: skip
#: Verbs with which steps of SOPs begin: what a misread word is most likely to be.
_VERBS = frozenset(
    """
    melakukan melaksanakan melampirkan melanjutkan melaporkan melayani melegalisasi melegalisir melengkapi
    melepaskan melimpahkan melindungi melipat meluncurkan melunasi memaparkan memaraf memasang memasarkan
    memastikan memasukkan memasukan membaca membagi membagikan membahas membantu membatalkan membawa
    membayar membayarkan membentuk memberi memberikan memberitahu memberitahukan memberkaskan membersihkan
    membimbing membina membongkar membuat membubuhkan membubuhi membuka membukukan membungkus memeriksa
    memerintahkan memerlukan memfasilitasi memfinalisasi memfotokopi memilah memilih memimpin meminta
    memisahkan memiliki memindahkan memindai memoderasi memohon memonitor memonitoring memotong
    memperbaharui memperbaiki memperbanyak memperbarui memperhatikan memperoleh mempersiapkan
    mempertimbangkan mempelajari memproses memproduksi mempublikasikan memulai memusnahkan memutakhirkan
    memutuskan memverifikasi memvalidasi menaikkan menambah menambahkan menampilkan menampung menanda
    menandai menandatangani menangani menanggapi menanyakan menarik menata menayangkan mencabut mencairkan
    mencantumkan mencari mencatat mencatatkan mencermati mencetak mencocokkan mendaftar mendaftarkan
    mendampingi mendapat mendapatkan mendata mendatangi mendesain mendisposisi mendisposisikan
    mendistribusikan mendokumentasikan mendukung menduplikasi menegaskan menelaah menelusuri menempatkan
    menempel menempelkan menentukan meneliti menerapkan menerbitkan menerima meneruskan menertibkan
    menetapkan mengabadikan mengabulkan mengadakan mengadministrasikan mengagendakan mengajukan mengakses
    mengaktifkan mengalihkan mengalokasikan mengambil mengamankan mengamati menganalisa menganalisis
    menganggarkan mengantar mengantarkan mengaplikasikan mengarahkan mengarsipkan mengatur mengawasi
    mengecek mengedit mengelola mengelompokkan mengeluarkan mengembalikan mengembangkan mengemas mengenali
    mengerahkan mengerjakan mengesahkan mengetahui mengetik mengevaluasi menggali menggandakan mengganti
    menggelar menggerakkan menghadap menghadiri menghapus menghimpun menghitung menghubungi
    mengidentifikasi mengikuti mengimbau menginformasikan menginput menginstal menginventarisasi
    menginventarisir mengirim mengirimkan mengisi mengizinkan mengkaji mengklarifikasi mengklasifikasikan
    mengkomunikasikan mengkonfirmasi mengkonsultasikan mengkoordinasi mengkoordinasikan mengkoordinir
    mengonfirmasi mengonsep mengonsultasikan mengoordinasikan mengoperasikan mengoptimalkan mengoreksi
    menguji mengukur mengukuhkan mengumpulkan mengumumkan mengundang mengunduh mengunggah mengungkapkan
    mengunjungi menguraikan mengurus mengusulkan menilai menimbang menindaklanjuti meningkatkan meninjau
    menjadwalkan menjaga menjawab menjelaskan menjilid menjual menolak menonaktifkan menugaskan menunggu
    menunjuk menunjukkan menurunkan menutup menyaksikan menyalin menyalurkan menyambungkan menyampaikan
    menyarankan menyaring menyatakan menyebarkan menyebarluaskan menyediakan menyelaraskan
    menyelenggarakan menyeleksi menyelesaikan menyempurnakan menyepakati menyerahkan menyertakan
    menyesuaikan menyetor menyetorkan menyetujui menyiagakan menyiapkan menyimak menyimpan menyimpulkan
    menyosialisasikan menyuluh menyusun merakit merancang merangkum merapikan merawat mereviu mereview
    merealisasikan merehabilitasi merekam merekap merekapitulasi merekomendasikan merencanakan meresmikan
    merespon merespons merevisi meriviu merujuk merumuskan meregistrasi meregister mensosialisasikan
    mensurvei mensurvey mentransfer menghentikan memberhentikan membandingkan membekali membebaskan
    membekukan mencarikan menyalakan menyusul mengukir menyetop menggaji
    """.split()  # noqa: SIM905 - a list of four hundred words would be four hundred lines
)
_FIRST = re.compile(r"^([A-Za-z][A-Za-z015]*)(?![\w-])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Shorter words stand too near to one another: menata, mendata.
_MIN_LENGTH = 8
_MAX_LETTERS = 25


@dataclass(frozen=True)
class Spelling:
    """A word that is likely wrong and what it is likely to be; both empty where there is nothing to say."""

    wrong: str = ""
    right: str = ""
    #: The text has been changed; else the owner of the SOP is asked.
    applied: bool = False


def corrected(text: str) -> tuple[str, Spelling]:
    """(the text, what was found about its first word)"""
    found = _FIRST.match(text)
    if not found:
        return text, Spelling()
    word = found[1]
    right, applied = _meant(word.lower())
    if not right:
        return text, Spelling()
    right = right.capitalize() if word[0].isupper() else right
    return (right + text[found.end() :] if applied else text), Spelling(word, right, applied)


def is_word(word: str) -> bool:
    """Whether a word in lower case is in the dictionary, or made of one of its roots."""
    return word in _VERBS or in_dictionary(word)


@lru_cache(maxsize=4096)
def _meant(word: str) -> tuple[str, bool]:
    """(the word that is meant, whether it is put in); empty where nothing seems wrong."""
    if word in _MISTAKEN:
        return _MISTAKEN[word], False
    if (
        not word.startswith(("m", "rn", "nn"))
        or len(word) > _MAX_LETTERS
        or (word.isalpha() and is_word(word))
    ):
        return "", False
    misread = _misread(word)
    if len(likely := misread & _VERBS) == 1:
        return likely.pop(), True
    closest = _one_away(word) & _VERBS if len(word) >= _MIN_LENGTH else set()
    closest = closest or {other for other in misread if other.startswith("me") and is_word(other)}
    return (closest.pop(), False) if len(closest) == 1 else ("", False)


def _misread(word: str) -> set[str]:
    """What stood on the paper, if one letter was taken for another."""
    pairs = (*_CONFUSED, *((b, a) for a, b in _CONFUSED if a.isalpha()))
    return {
        f"{word[: at.start()]}{right}{word[at.end() :]}"
        for wrong, right in pairs
        for at in re.finditer(wrong, word)
    }


def _one_away(word: str) -> set[str]:
    """Words that differ by one letter left out, put in, exchanged, or two swapped."""
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    exchanged = {a + c + b[1:] for a, b in parts if b for c in _LETTERS}
    put_in = {a + c + b for a, b in parts for c in _LETTERS}
    return left_out | swapped | exchanged | put_in
