"""SOPs whose truth is known: what is written in words is meant so, what is not written is not there.

They were written down before the importer had seen them; the nine of tests.engine.importing are the set that
it was made with, and stand beside them.
"""

from __future__ import annotations

from tests.engine.importing.examples import OWN, edges, row
from tests.engine.importing.oddities import ODD
from tests.engine.importing.tables import CAPSULE, DIAMOND, Sop

HELD_OUT: tuple[Sop, ...] = (
    Sop(
        name="Peminjaman Kendaraan Dinas",
        actors=("Pegawai", "Pengurus Kendaraan", "Kepala Bagian Umum"),
        rows=(
            row("1", "Mengisi formulir peminjaman kendaraan", 0, CAPSULE, output="Formulir"),
            row(
                "2",
                "Memeriksa ketersediaan kendaraan",
                1,
                DIAMOND,
                remarks="Tersedia → 3; Tidak tersedia → 1",
            ),
            row("3", "Menyetujui peminjaman", 2, DIAMOND, remarks="Ya ke 4, Tidak ke 1", time="1 jam"),
            row("4", "Menyerahkan kunci dan surat jalan", 1, output="Surat jalan"),
            row("5", "Mengembalikan kendaraan", 0, CAPSULE, time="2 hari kerja", output="Berita acara"),
        ),
        edges=edges("1>2", "2>3:Tersedia", "2>1:Tidak tersedia", "3>4:Ya", "3>1:Tidak", "4>5"),
        norms={"3": "PT1H", "5": "P2D"},
    ),
    Sop(
        name="Penerbitan Surat Keterangan Domisili",
        actors=("Warga", "Petugas Loket", "Sekretaris Desa", "Lurah"),
        rows=(
            row(
                "1",
                "Mengajukan permohonan dengan surat pengantar RT",
                0,
                CAPSULE,
                inputs="Surat pengantar RT",
            ),
            row(
                "2",
                "Memeriksa kelengkapan permohonan",
                1,
                DIAMOND,
                remarks="Lengkap ke 3; Tidak lengkap ke 1",
            ),
            row("3", "Mengetik surat keterangan", 1, time="15 menit", output="Konsep surat keterangan"),
            row("4", "Memaraf konsep surat keterangan", 2, time="5 menit"),
            row("5", "Menandatangani surat keterangan", 3, time="30 menit", output="Surat keterangan"),
            row("6", "Menyerahkan surat keterangan", 1, CAPSULE, output="Surat keterangan"),
        ),
        edges=edges("1>2", "2>3:Lengkap", "2>1:Tidak lengkap", "3>4", "4>5", "5>6"),
        norms={"3": "PT15M", "5": "PT30M"},
    ),
    Sop(
        name="Pengelolaan Surat Keluar",
        actors=("Pelaksana", "Kepala Subbagian", "Sekretaris", "Kepala Badan", "Arsiparis"),
        rows=(
            row("1", "Mengonsep surat keluar", 0, CAPSULE, time="2 jam", output="Konsep surat"),
            row("2", "Mengoreksi konsep surat", 1, DIAMOND, remarks="Sesuai → 3; Perlu perbaikan → 1"),
            row(
                "3", "Mengoreksi kembali konsep surat", 2, DIAMOND, remarks="Sesuai → 4; Perlu perbaikan → 1"
            ),
            row("4", "Menandatangani surat", 3, time="1 hari kerja", output="Surat bertanda tangan"),
            row("5", "Memberi nomor dan mengirim surat", 4, time="20 menit", output="Surat terkirim"),
            row("6", "Mengarsipkan salinan surat", 4, CAPSULE, time="10 menit", output="Arsip"),
        ),
        edges=edges(
            "1>2", "2>3:Sesuai", "2>1:Perlu perbaikan", "3>4:Sesuai", "3>1:Perlu perbaikan", "4>5", "5>6"
        ),
        norms={"1": "PT2H", "4": "P1D"},
    ),
    Sop(
        name="Perbaikan Sarana Kantor",
        actors=("Pelapor Kerusakan", "Teknisi", "Pejabat Pembuat Komitmen"),
        rows=(
            row("1", "Melaporkan kerusakan", 0, CAPSULE, output="Laporan kerusakan"),
            row("2", "Menilai kerusakan", 1, DIAMOND, remarks="Ringan ke 3; Berat ke 4", time="1 jam"),
            row("3", "Memperbaiki kerusakan ringan", 1, time="3 jam", remarks="Lanjut ke no. 6"),
            row("4", "Menyusun kebutuhan biaya", 1, time="1 hari kerja", output="Rencana biaya"),
            row("5", "Memesan jasa perbaikan", 2, time="3 hari kerja", output="Surat pesanan"),
            row("6", "Mencatat hasil perbaikan", 1, CAPSULE, output="Buku perbaikan"),
        ),
        edges=edges("1>2", "2>3:Ringan", "2>4:Berat", "3>6", "4>5", "5>6"),
        norms={"2": "PT1H", "4": "P1D"},
    ),
    Sop(
        name="Pelayanan Data Statistik Sektoral",
        actors=("Pengguna Data", "Petugas Layanan", "Pengolah Data", "Kepala Seksi"),
        rows=(
            row("1", "Mengajukan permintaan data", 0, CAPSULE, output="Surat permintaan"),
            row("2", "Mencatat permintaan data", 1, time="5 menit", output="Buku register"),
            row("3", "Menyiapkan data yang diminta", 2, time="1-2 hari kerja", output="Data"),
            row("4", "Memeriksa kebenaran data", 3, DIAMOND, remarks="Benar → 5 / Salah → 3", time="2 jam"),
            row("5", "Menyerahkan data kepada pengguna", 1, CAPSULE, time="10 menit", output="Tanda terima"),
        ),
        edges=edges("1>2", "2>3", "3>4", "4>5:Benar", "4>3:Salah"),
        norms={"3": "P1D/P2D", "4": "PT2H"},
    ),
    Sop(
        name="Penyusunan Laporan Bulanan",
        actors=("Staf Program", "Kepala Subbagian Program", "Sekretaris Dinas"),
        rows=(
            row("1", "Mengumpulkan bahan laporan", 0, CAPSULE, time="2 hari kerja", output="Bahan laporan"),
            row("2", "Menyusun konsep laporan", 0, time="1 hari kerja", output="Konsep laporan"),
            row("3", "Memeriksa konsep laporan", 1, DIAMOND, remarks="Disetujui ke 4; Ditolak ke 2"),
            row("4", "Menandatangani laporan", 2, time="1 jam", output="Laporan"),
            row("5", "Mengirim laporan kepada Bappeda", 0, CAPSULE, time="30 menit", output="Bukti kirim"),
        ),
        edges=edges("1>2", "2>3", "3>4:Disetujui", "3>2:Ditolak", "4>5"),
        norms={"1": "P2D", "4": "PT1H"},
    ),
    Sop(
        name="Penerimaan Siswa Magang",
        actors=("Pemohon Magang", "Pengadministrasi Umum", "Kepala Bidang", "Pembimbing Lapangan"),
        rows=(
            row("1", "Menyampaikan surat permohonan magang", 0, CAPSULE, output="Surat permohonan"),
            row("2", "Meneruskan surat kepada Kepala Bidang", 1, time="1 hari kerja"),
            row(
                "3",
                "Memutuskan penerimaan",
                2,
                DIAMOND,
                remarks="Diterima → 4; Ditolak → 7",
                time="1 hari kerja",
            ),
            row("4", "Menetapkan pembimbing", 2, output="Surat tugas pembimbing"),
            row("5", "Membimbing siswa", 3, time="20 hari kerja", output="Laporan magang"),
            row(
                "6", "Menerbitkan sertifikat", 1, time="1 hari kerja", output="Sertifikat", remarks="Selesai"
            ),
            row("7", "Mengirim surat penolakan", 1, CAPSULE, time="30 menit", output="Surat penolakan"),
        ),
        edges=edges("1>2", "2>3", "3>4:Diterima", "3>7:Ditolak", "4>5", "5>6"),
        norms={"5": "P20D"},
    ),
    Sop(
        name="Pengendalian Persediaan Barang",
        actors=("Pemohon Barang", "Pengurus Barang", "Pejabat Penatausahaan"),
        rows=(
            row("1", "Mengajukan nota permintaan barang", 0, CAPSULE, output="Nota permintaan"),
            row("2", "Apakah barang tersedia?", 1, DIAMOND, remarks="Ya → 4; Tidak → 3"),
            row("3", "Membeli barang", 2, time="3 hari kerja", output="Barang"),
            row("4", "Mencatat pengeluaran barang", 1, time="10 menit", output="Kartu barang"),
            row("5", "Menerima barang", 0, CAPSULE, time="5 menit", output="Bukti terima"),
        ),
        edges=edges("1>2", "2>4:Ya", "2>3:Tidak", "3>4", "4>5"),
        norms={"3": "P3D"},
    ),
    Sop(
        name="Pemusnahan Arsip Inaktif",
        actors=("Arsiparis", "Panitia Penilai", "Kepala Dinas", "Lembaga Kearsipan Daerah"),
        rows=(
            row(
                "1",
                "Menyusun daftar arsip usul musnah",
                0,
                CAPSULE,
                time="5 hari kerja",
                output="Daftar usul musnah",
            ),
            row("2", "Menilai arsip usul musnah", 1, time="3 hari kerja", output="Berita acara penilaian"),
            row("3", "Meminta persetujuan pemusnahan", 2, output="Surat permintaan persetujuan"),
            row(
                "4",
                "Memberi persetujuan",
                3,
                DIAMOND,
                time="10 hari kerja",
                remarks="Setuju → 5; Tidak setuju → 1",
            ),
            row("5", "Memusnahkan arsip", 0, CAPSULE, time="1 hari kerja", output="Berita acara pemusnahan"),
        ),
        edges=edges("1>2", "2>3", "3>4", "4>5:Setuju", "4>1:Tidak setuju"),
        norms={"1": "P5D", "4": "P10D"},
    ),
    Sop(
        name="Penanganan Gangguan Jaringan",
        actors=("Pengguna Layanan", "Operator Helpdesk", "Administrator Jaringan"),
        rows=(
            row("1", "Melaporkan gangguan", 0, CAPSULE, time="5 menit", output="Tiket gangguan"),
            row(
                "2",
                "Mendiagnosis gangguan",
                1,
                DIAMOND,
                time="30 menit",
                remarks="Selesai di helpdesk → 4; Perlu teknisi → 3",
            ),
            row("3", "Memperbaiki jaringan", 2, time="4 jam", output="Jaringan pulih"),
            row("4", "Menutup tiket", 1, time="5 menit", output="Tiket tertutup"),
            row("5", "Mengonfirmasi layanan pulih", 0, CAPSULE, time="5 menit", output="Konfirmasi"),
        ),
        edges=edges("1>2", "2>4:Selesai di helpdesk", "2>3:Perlu teknisi", "3>4", "4>5"),
        norms={"3": "PT4H"},
    ),
    Sop(
        name="Penyelenggaraan Rapat Koordinasi",
        actors=("Sekretariat", "Pimpinan", "Peserta Rapat"),
        rows=(
            row("1", "Menyiapkan undangan rapat", 0, CAPSULE, time="1 jam", output="Undangan"),
            row("2", "Menandatangani undangan", 1, time="30 menit", output="Undangan bertanda tangan"),
            row("3", "Menghadiri rapat", 2, time="3 jam", output="Daftar hadir"),
            row("4", "Menyusun notula", 0, time="2 jam", output="Notula"),
            row("5", "Mengesahkan notula", 1, CAPSULE, time="1 hari kerja", output="Notula sah"),
        ),
        edges=edges("1>2", "2>3", "3>4", "4>5"),
        norms={"3": "PT3H", "5": "P1D"},
    ),
)
KNOWN: tuple[Sop, ...] = (*OWN, *ODD)
EVERY: tuple[Sop, ...] = (*KNOWN, *HELD_OUT)
