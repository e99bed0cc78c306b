"""Procedures of a small office, with what makes real ones hard: ranges, several decisions, inverted
questions, off-page connectors, "Lihat SOP …". Fictional, in our own words."""

from __future__ import annotations

from tests.engine.importing.tables import BOX, CAPSULE, DIAMOND, PENTAGON, Row, Sop


def row(
    number: str, text: str, actor: int | tuple[int, ...], symbol: str = BOX, *, inputs: str = "Berkas",
    time: str = "10 menit", output: str = "Berkas", remarks: str = "",
) -> Row:  # fmt: skip
    actors = actor if isinstance(actor, tuple) else (actor,)
    return Row(
        number=number,
        text=text,
        actors=actors,
        symbol=symbol,
        inputs=inputs,
        time=time,
        output=output,
        remarks=remarks,
    )


def edges(*edges: str) -> frozenset[tuple[str, str, str]]:
    """ "3>4:Ya" and "1>2"."""
    found = set()
    for edge in edges:
        ends, _, label = edge.partition(":")
        source, target = ends.split(">")
        found.add((source, target, label))
    return frozenset(found)


SURAT_MASUK = Sop(
    name="Penanganan Surat Masuk",
    actors=("Petugas Penerima", "Arsiparis", "Sekretaris", "Kepala Dinas", "Kepala Bidang"),
    rows=(
        row("1", "Menerima surat dari pengirim dan memberi tanda terima", 0, CAPSULE, output="Tanda terima"),
        row("2", "Mencatat surat dalam buku agenda", 1, time="5-10 menit", output="Surat beragenda"),
        row("3", "Menelaah surat dan memberi saran disposisi", 2, time="1 jam", output="Saran disposisi"),
        row("4", "Memberi disposisi", 3, time="1 – 2 hari kerja", output="Disposisi"),
        row(
            "5",
            "Apakah surat perlu ditindaklanjuti?",
            4,
            DIAMOND,
            time="1 hari",
            remarks="Tidak: ke langkah 7",
        ),
        row(
            "6", "Menindaklanjuti surat", 4, time="3 hari kerja", remarks="Lihat SOP Penyusunan Surat Keluar"
        ),
        row("7", "Mengarsipkan surat dan tindak lanjutnya", 1, CAPSULE, output="Arsip"),
    ),
    edges=edges("1>2", "2>3", "3>4", "4>5", "5>6:Ya", "5>7:Tidak", "6>7"),
    assumed=frozenset({("other_sop", "6"), ("time_days", "5"), ("time_range", "2")}),
    norms={"2": "PT5M/PT10M", "3": "PT1H", "4": "P1D/P2D", "5": "P1D"},
)

CUTI = Sop(
    name="Pelayanan Cuti Tahunan",
    actors=("Pegawai", "Pengelola Kepegawaian", "Atasan Langsung", "Kepala Dinas"),
    rows=(
        row("1", "Mengajukan permohonan cuti", 0, CAPSULE, output="Formulir cuti"),
        row(
            "2",
            "Memeriksa sisa hak cuti",
            1,
            DIAMOND,
            time="30 menit",
            remarks="Jika tidak mencukupi, proses selesai",
        ),
        row(
            "3",
            "Memberi pertimbangan atas permohonan cuti",
            2,
            DIAMOND,
            time="1 x 24 jam",
            remarks="Tidak setuju kembali ke no. 1",
        ),
        row("4", "Menandatangani surat izin cuti", 3, time="2 hari", output="Surat izin cuti"),
        row("5", "Menyerahkan surat izin cuti kepada pegawai", 1, CAPSULE, time="Hari yang sama"),
    ),
    edges=edges("1>2", "2>3:Mencukupi", "3>4:Setuju", "3>1:Tidak setuju", "4>5"),
    assumed=frozenset({("time_24_hours", "3"), ("time_in_words", "5"), ("time_days", "4")}),
    norms={"3": "1x24H", "4": "P2D", "5": ""},
)

PENGADAAN = Sop(
    name="Pengadaan Barang Nilai Kecil",
    actors=("Bidang Pengusul", "Pejabat Pengadaan", "Bendahara", "Penyedia"),
    rows=(
        row("1", "Menyusun kebutuhan barang", 0, CAPSULE, output="Daftar kebutuhan"),
        row("2", "Memeriksa ketersediaan anggaran", 2, DIAMOND, time="30 menit - 2 jam"),
        row("3", "Meminta penawaran harga", 1, time="1-3 hari kerja", output="Surat permintaan"),
        row("4", "Menyampaikan penawaran", 3, time="5 hari kerja", output="Penawaran"),
        row(
            "5", "Menilai kewajaran harga, apakah perlu perbaikan penawaran?", 1, DIAMOND, time="1 hari kerja"
        ),
        row("6", "Menerbitkan surat pesanan", 1, output="Surat pesanan"),
        row("7", "Mengirim barang", 3, time="7 hari kerja", output="Barang"),
        row(
            "8",
            "Memeriksa barang yang diterima",
            0,
            DIAMOND,
            remarks="Sesuai lanjut ke langkah 9, tidak sesuai kembali ke langkah 7",
        ),
        row("9", "Membayar tagihan penyedia", 2, CAPSULE, remarks="Lihat SOP Pembayaran Langsung"),
    ),
    edges=edges(
        "1>2",
        "2>3:Ya",
        "2>1:Tidak",
        "3>4",
        "4>5",
        "5>6:Tidak",
        "5>4:Ya",
        "6>7",
        "7>8",
        "8>9:Sesuai",
        "8>7:Tidak sesuai",
    ),
    assumed=frozenset(
        {
            ("return_target", "2"),
            ("inverted", "5"),
            ("return_target", "5"),
            ("other_sop", "9"),
            ("external_actor", ""),
        }
    ),
    norms={"2": "PT30M/PT2H", "3": "P1D/P3D"},
)

PENGADUAN = Sop(
    name="Penanganan Pengaduan Masyarakat",
    actors=("Pelapor", "Petugas Pengaduan", "Kepala Seksi"),
    rows=(
        row("1", "Menyampaikan pengaduan", 0, CAPSULE),
        row("2", "Mencatat pengaduan", 1),
        row("3", "Memverifikasi kelengkapan pengaduan", 1, DIAMOND),
        row("3b", "Melengkapi bukti pengaduan", 0, time="3 hari kerja"),
        row("4", "Menelaah substansi pengaduan", 2, DIAMOND, time="5 hari kerja"),
        row("5", "Menindaklanjuti pengaduan", 2, time="14 (empat belas) hari kerja"),
        row("6", "Menyampaikan jawaban dan menutup pengaduan", 1, CAPSULE, output="Surat jawaban"),
    ),
    edges=edges("1>2", "2>3", "3>3b:Tidak", "3b>3", "3>4:Ya", "4>5:Ya", "4>6:Tidak", "5>6"),
    assumed=frozenset({("mending_branch", "3"), ("skip_target", "4"), ("external_actor", "")}),
    norms={"5": "P14D"},
)

PERJALANAN_DINAS = Sop(
    name="Perjalanan Dinas Dalam Daerah",
    actors=("Pelaksana Tugas", "Kasubbag Umum", "Sekretaris", "Bendahara Pengeluaran"),
    rows=(
        row("1", "Menyusun telaahan staf perjalanan dinas", 0, CAPSULE, output="Telaahan staf"),
        row(
            "2",
            "Meneliti telaahan dan anggaran",
            1,
            DIAMOND,
            remarks="Jika perlu perbaikan dikembalikan kepada Pelaksana Tugas",
        ),
        row("3", "Menandatangani surat tugas", 2, output="Surat tugas"),
        row("", "Ke halaman 2", 2, PENTAGON, inputs="", time="", output=""),
        row("4", "Melaksanakan perjalanan dinas", 0, time="1 – 3 hari", output="Laporan"),
        row("5", "Menyusun laporan perjalanan dinas", 0, time="2 hari kerja", output="Laporan"),
        row(
            "6",
            "Memverifikasi bukti pengeluaran",
            3,
            DIAMOND,
            time="½ jam",
            remarks="Ya ke 7; Tidak kembali ke langkah 5",
        ),
        row(
            "7",
            "Membayarkan biaya perjalanan dinas",
            3,
            CAPSULE,
            output="Kuitansi",
            remarks="Lihat SOP Pertanggungjawaban Keuangan",
        ),
    ),
    edges=edges(
        "1>2", "2>3:Tidak perlu perbaikan", "2>1:Perlu perbaikan", "3>4", "4>5", "5>6", "6>7:Ya", "6>5:Tidak"
    ),
    assumed=frozenset({("pages_joined", ""), ("other_sop", "7"), ("time_range", "4"), ("time_days", "4")}),
    norms={"4": "P1D/P3D", "6": "PT30M"},
)

REKOMENDASI = Sop(
    name="Pelayanan Rekomendasi Kegiatan Sosial",
    actors=("Pemohon", "Petugas Loket", "Verifikator", "Kepala Seksi", "Kepala Bidang", "Kepala Dinas"),
    rows=(
        row("1", "Mengajukan permohonan secara daring", 0, CAPSULE),
        row("2", "Mendaftarkan permohonan yang datang langsung", 1, CAPSULE),
        row("3", "Menerima dan mencatat permohonan", 1),
        row(
            "4",
            "Memeriksa kelengkapan permohonan",
            1,
            DIAMOND,
            remarks="Jika tidak lengkap dikembalikan ke Pemohon",
        ),
        row("5", "Meneruskan berkas kepada verifikator", 1),
        row("6", "Menjadwalkan peninjauan lapangan", 2),
        row("7", "Meninjau lapangan", (2, 3), time="1 – 20 hari"),
        row("8", "Menyusun konsep rekomendasi", 2, time="1-2 jam"),
        row("9", "Apakah perlu perbaikan konsep?", 3, DIAMOND, remarks="Ya kembali ke no. 8"),
        row("10", "Meneliti konsep rekomendasi", 4, DIAMOND, remarks="Tidak setuju kembali ke langkah 9"),
        row("11", "Menandatangani rekomendasi", 5, time="1 hari kerja"),
        row("", "Sambungan dari halaman 1", 5, PENTAGON, inputs="", time="", output=""),
        row("12", "Memberi nomor dan stempel", 1),
        row("13", "Memindai rekomendasi", 1),
        row("14", "Mengunggah rekomendasi", 1),
        row("15", "Menghubungi pemohon", 1, inputs="-", time="-", output=""),
        row("16", "Menerima rekomendasi", 0, time="Hari yang sama"),
        row("17", "Mengisi survei kepuasan", 0),
        row("18", "Merekap survei", 1, time="1 x 24 jam"),
        row("19", "Melaporkan rekap kepada Kepala Bidang", 1),
        row("20", "Mengarsipkan berkas", 1, remarks="Lihat SOP Penataan Arsip Aktif"),
        row("21", "Menerima laporan", 4, CAPSULE),
    ),
    edges=edges(
        "1>3",
        "2>3",
        "3>4",
        "4>5:Lengkap",
        "4>1:Tidak lengkap",
        "5>6",
        "6>7",
        "7>8",
        "8>9",
        "9>10:Tidak",
        "9>8:Ya",
        "10>11:Setuju",
        "10>9:Tidak setuju",
        *(f"{n}>{n + 1}" for n in range(11, 21)),
    ),
    assumed=frozenset(
        {
            ("alternative_starts", "2"),
            ("several_actors", "7"),
            ("inverted", "9"),
            ("other_sop", "20"),
            ("pages_joined", ""),
        }
    ),
    norms={"7": "P1D/P20D", "8": "PT1H/PT2H", "15": "", "16": "", "18": "1x24H"},
)

OWN = (SURAT_MASUK, CUTI, PENGADAAN, PENGADUAN, PERJALANAN_DINAS, REKOMENDASI)
