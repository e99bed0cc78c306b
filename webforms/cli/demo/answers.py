"""What the people of the demo type into the forms of SOP 032."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine import clock
from engine.calendar import local_zone

Typed = dict[str, list[str]]
Words = Mapping[str, Any]
CHANNELS = ("website", "instagram")


def typed(element: str, action: str, story: Words, data: Words, sent: Mapping[str, str]) -> Typed:
    """Raw input for a step; `action` is the decision where the step asks for one."""
    if element == "Serahkan_materi":
        return _material(story, sent)
    if element == "Pilih_bahan":
        return _selection(story, data)
    if element == "Periksa_materi":
        return _decision(story, action)
    return _publication(sent)


def _local(days: int = 0, hours: int = 0) -> str:
    moment = clock.now().astimezone(local_zone()) - timedelta(days=days, hours=hours)
    return moment.strftime("%Y-%m-%dT%H:%M")


def _material(story: Words, sent: Mapping[str, str]) -> Typed:
    return {
        "judul_kegiatan": [story["title"]],
        "bidang": ["rehabilitasi_sosial"],
        "jenis_konten": ["berita"],
        "apa": [story["what"]],
        "siapa": [story["who"]],
        "kapan_mulai": [_local(days=1)],
        "di_mana_tempat": [story["place"]],
        "di_mana_kapanewon": [story["kapanewon"]],
        "mengapa": [story["why"]],
        "bagaimana": [story["how"]],
        "narasi": [story["narasi"]],
        "foto.0.file": [sent["photo"]],
        "foto.0.keterangan": [story["caption"]],
        "foto.0.teks_alternatif": [story["alt"]],
        "foto.0.subjek": ["pejabat"],
        "foto.0.dasar_persetujuan": ["kedinasan"],
        "klasifikasi_awal": ["berkala"],
        "pernyataan": ["on"],
    }


def _selection(story: Words, data: Words) -> Typed:
    photo = data["foto"][0]["file"]
    return {
        "pilih_media": [photo],
        "foto_utama": [photo],
        "judul_tayang": [story["title"]],
        "teras": [story["lead"]],
        "isi_berita": [story["body"]],
        "kanal": list(CHANNELS),
        **{f"takarir_kanal.{channel}": [story["post"]] for channel in CHANNELS},
        "tagar": ["dinsos pelayananpublik"],
        "catatan": [story["note"]],
    }


def _decision(story: Words, action: str) -> Typed:
    if action == "ya":
        return {"keputusan": ["ya"], "konfirmasi_privasi": ["on"], "sesuai_klasifikasi": ["berkala"]}
    return {"keputusan": ["tidak"], "kategori_alasan": ["ejaan"], "alasan": [story["refusal"]]}


def _publication(sent: Mapping[str, str]) -> Typed:
    return {
        "hasil_kanal.website.status": ["tayang"],
        "hasil_kanal.website.url": ["https://sosial.bantulkab.go.id/berita/contoh"],
        "hasil_kanal.website.waktu_tayang": [_local()],
        "hasil_kanal.instagram.status": ["tayang"],
        "hasil_kanal.instagram.url": ["https://www.instagram.com/p/contoh"],
        "hasil_kanal.instagram.waktu_tayang": [_local()],
        "hasil_kanal.instagram.tangkapan_layar.file": [sent["proof"]],
        "sesuai_persetujuan": ["ya"],
    }
