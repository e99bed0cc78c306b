"""What can be typed at each step so that an instance goes on to its end: {step: {field: text}}.

`@photo` is a photo that is sent first, `@now` the time when it is typed.
"""

from __future__ import annotations

ANSWERS: dict[str, dict[str, str]] = {
    "Serah": {"judul": "Bakti sosial"},
    "Pilih": {"isi": "Naskah akhir"},
    "Periksa": {"keputusan": "ya"},
    "Tayang": {"url": "https://dinsos.example/tayang"},
    "t_survei": {},
    "t_kaji": {},
    "t_paraf": {},
    "t_lapor": {},
    "t_ganti": {},
    "t_akhir": {},
    "Periksa_materi": {"keputusan": "ya", "konfirmasi_privasi": "on", "sesuai_klasifikasi": "berkala"},
    "Tayangkan": {
        "hasil_kanal.website.status": "tayang",
        "hasil_kanal.website.url": "https://sosial.bantulkab.go.id/berita/contoh",
        "hasil_kanal.website.waktu_tayang": "@now",
        "hasil_kanal.instagram.status": "tayang",
        "hasil_kanal.instagram.url": "https://www.instagram.com/p/contoh",
        "hasil_kanal.instagram.waktu_tayang": "@now",
        "hasil_kanal.instagram.tangkapan_layar.file": "@photo",
        "sesuai_persetujuan": "ya",
    },
}
