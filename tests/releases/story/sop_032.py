"""SOP 032 itself, whose forms hold most kinds of answers."""

from __future__ import annotations

from importlib.resources import files

from engine.actor import Actor
from engine.database import reading, transaction
from engine.inbox.complete import complete
from engine.instances.view import view_instance
from tests.releases.story.instances import Told, numbered, send, start, task
from tests.releases.story.people import Staff
from tests.releases.story.versions import deploy
from webforms.cli.demo import answers

FILE = "pengelolaan-website-dan-media-sosial.bpmn"
KEY = "pengelolaan_website"
_STORY = "Dinas Sosial menyerahkan dua belas kursi roda kepada warga di Kapanewon Sewon. " * 4
_WORDS = {
    "title": "Penyaluran kursi roda di Kapanewon Sewon",
    "kapanewon": "sewon",
    "place": "Pendapa Kapanewon Sewon",
    "what": "Dinas Sosial menyerahkan dua belas kursi roda.",
    "who": "Dinas Sosial dan Panewu Sewon",
    "why": "Tindak lanjut asesmen kebutuhan alat bantu triwulan ketiga.",
    "how": "Kursi roda diserahkan langsung disertai pelatihan pemakaian.",
    "narasi": _STORY,
    "caption": "Penyerahan kursi roda di pendapa",
    "alt": "Empat pegawai berdiri di depan seorang penerima kursi roda",
    "lead": _STORY[:160],
    "body": _STORY,
    "post": "Dua belas kursi roda diserahkan.",
    "note": "Bahan siap diperiksa.",
    "refusal": "Ejaan nama tempat pada judul belum tepat.",
}


def play(staff: Staff) -> Told:
    deploy((files("processes") / FILE).read_text("utf-8"), FILE)
    again, published = start(KEY, by=staff.siti), start(KEY, by=staff.siti)
    for instance in (again, published):
        _hand_in(instance, "Serahkan_materi", by=staff.siti)
        _hand_in(instance, "Pilih_bahan", by=staff.budi)
    _hand_in(again, "Periksa_materi", "tidak", by=staff.ani)
    _hand_in(again, "Pilih_bahan", by=staff.budi)
    _hand_in(published, "Periksa_materi", "ya", by=staff.ani)
    return numbered({again: "SOP 032, to be approved once more", published: "SOP 032, to be published"})


def _hand_in(instance: int, element: str, action: str = "", *, by: Actor) -> None:
    found = task(instance, element)
    sent = {"photo": send(instance, element, "foto", by=by)} if element == "Serahkan_materi" else {}
    with reading() as session:
        data = view_instance(session, instance, by=by).data
    typed = answers.typed(element, action, _WORDS, data, sent)
    with transaction() as session:
        complete(session, found, typed, by=by, confirmed=True)
