"""Procedures of the same small office, with what real tables leave in disorder: a question a row too early, a
number twice, actors who do nothing, a mark in the column of whoever receives, steps for some cases only."""

from __future__ import annotations

from tests.engine.importing.examples import edges, row
from tests.engine.importing.tables import CAPSULE, DIAMOND, Sop

TAMU = Sop(
    name="Penerimaan Tamu Dinas",
    actors=("Tamu", "Petugas Lobi", "Sekretaris Pimpinan"),
    rows=(
        row(
            "1",
            "Menunjukkan surat tugas (jika lengkap dilayani, jika tidak dipersilakan melengkapi)",
            0,
            CAPSULE,
        ),
        row("2", "Memberi kartu tamu", 1, DIAMOND, time="2 menit"),
        row(
            "3",
            "Mencatat keperluan tamu",
            1,
            time="1 x 24 Jam",
            remarks="Bila datang pada hari libur, dicatat pada hari kerja berikutnya",
        ),
        row("4", "Mengantar tamu ke ruang tunggu", 1, time="½ jam"),
        row("5", "Menerima tamu dan mempertemukannya dengan pimpinan", 2, CAPSULE, time="-"),
    ),
    edges=edges("1>2", "2>3:Ya", "2>1:Tidak", "3>4", "4>5"),
    assumed=frozenset({("question_elsewhere", "2"), ("calendar_note", "3"), ("return_target", "2")}),
    norms={"2": "PT2M", "3": "1x24H", "4": "PT30M", "5": ""},
)

ALAT_PERAGA = Sop(
    name="Penyimpanan Alat Peraga",
    actors=("Kepala Gudang", "Pengurus Barang", "Juru Simpan"),
    rows=(
        row("1", "Membersihkan alat peraga", 2, CAPSULE, time="15 menit"),
        row("2", "Mengelompokkan alat menurut jenisnya", 2, time="30 menit"),
        row("3", "Menempelkan label", 2),
        row("4", "Menulis kartu simpan", 2, time="20 menit"),
        row("4", "Menulis daftar isi rak", 2, CAPSULE, time="20 menit"),
    ),
    edges=edges("1>2", "2>3", "3>4", "4>4#2"),
    assumed=frozenset({("duplicate_number", "4#2"), ("unused_lane", "")}),
    norms={"1": "PT15M", "4#2": "PT20M"},
)

BULETIN = Sop(
    name="Penerbitan Buletin",
    actors=("Redaksi", "Penata Letak", "Pemimpin Redaksi"),
    rows=(
        row("1", "Mengumpulkan naskah", 0, CAPSULE, time="5 hari kerja", output="Naskah"),
        row("2", "Memutuskan perlu perbaikan naskah atau tidak", 2, DIAMOND, time="1 hari kerja"),
        row("3", "Memeriksa kelengkapan gambar", 1, DIAMOND, time="2 jam", output="Daftar gambar"),
        row(
            "3b",
            "Membuat ilustrasi sampul",
            1,
            time="1 – 2 hari kerja",
            remarks="SOP Pemesanan Gambar",
        ),
        row("4", "Menata letak halaman", 1, time="3 hari kerja", output="Contoh cetak"),
        row("5", "Mengirim buletin lewat surel bila pelanggan memintanya", 0, time="1 jam"),
        row("6", "Menyerahkan berkas cetak ke Penata Letak untuk disimpan", 1, CAPSULE, time=""),
    ),
    edges=edges(
        "1>2",
        "2>3:Tidak",
        "2>1:Ya",
        "3>3b:Perlu ilustrasi sampul",
        "3>4:Tidak perlu ilustrasi sampul",
        "3b>4",
        "4>5",
        "5>6",
    ),
    assumed=frozenset(
        {
            ("inverted", "2"),
            ("return_target", "2"),
            ("optional_branch", "3"),
            ("other_sop", "3b"),
            ("hidden_condition", "5"),
            ("lane_conflict", "6"),
        }
    ),
    norms={"3b": "P1D/P2D", "6": ""},
)

ODD = (TAMU, ALAT_PERAGA, BULETIN)
