"""Typing and scanning errors in the verb that begins a step. Nothing else of a text is ever changed."""

from __future__ import annotations

import re

#: Words that exist, but begin no step of an SOP.
_MISTAKEN = {
    "menyayangkan": "menayangkan",
    "menerirna": "menerima",
    "mernbuat": "membuat",
    "rnembuat": "membuat",
    "rnenerima": "menerima",
    "mcmbuat": "membuat",
}
#: Verbs of SOPs. A word that stands here is never corrected.
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
_FIRST = re.compile(r"^([A-Za-z]+)(?=\b)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Shorter verbs stand too near to one another: menata, mendata.
_MIN_LENGTH = 8


def corrected(text: str) -> tuple[str, str, str]:
    """(text, wrong word, right word); the words are empty when nothing had to be corrected."""
    found = _FIRST.match(text)
    if not found:
        return text, "", ""
    word = found[1]
    right = _right(word.lower())
    if not right:
        return text, "", ""
    right = right.capitalize() if word[0].isupper() else right
    return right + text[found.end() :], word, right


def _right(word: str) -> str:
    if word in _MISTAKEN:
        return _MISTAKEN[word]
    if word in _VERBS or not word.startswith("m") or not _MIN_LENGTH <= len(word) <= 25:
        return ""
    candidates = _one_away(word) & _VERBS
    return candidates.pop() if len(candidates) == 1 else ""


def _one_away(word: str) -> set[str]:
    """Words that differ by one letter left out, put in, exchanged, or two swapped."""
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    exchanged = {a + c + b[1:] for a, b in parts if b for c in _LETTERS}
    put_in = {a + c + b for a, b in parts for c in _LETTERS}
    return left_out | swapped | exchanged | put_in
