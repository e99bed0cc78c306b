"""The definitions of the story, small ones of our own drawing; SOP 032 comes with the product."""

from __future__ import annotations

from tests.engine.bpmn.diagrams import bpmn
from tests.office import EDITOR, FAILS_AT_RUSAK, FIELD, LEAD, field, small_sop, timed_sop, timer

#: Two photos may come with what is handed in.
_PHOTO = field("foto", "Foto", "files", terima="image/*")

#: Serah → Pilih (a reminder) → Periksa → ya: Tayang, tidak: Pilih.
SMALL = timed_sop(timer("Ingat", "Pilih", "PT30M"), xml=small_sop(extra_field=_PHOTO))
SMALL_REVISED = SMALL.replace('value="PT30M"', 'value="PT45M"')
SMALL_RENAMED = SMALL_REVISED.replace('name="Menayangkan"', 'name="Menayangkan berita"')
SMALL_LATER = SMALL_RENAMED.replace('value="PT15M"', 'value="PT20M"')

#: Its decision fails where the note says "rusak".
FAILING = small_sop(key="macet", yes=FAILS_AT_RUSAK).replace("099 /", "098 /")
MENDED = small_sop(key="macet").replace("099 /", "098 /")

#: Two branches that meet, one of them a subprocess, the other with a deadline and a reminder.
BRANCHES = bpmn(
    """
    s -> t_daftar -> a1; a1 -> t_survei -> x -> a2; a1 -> b_kaji -> a2; a2 -> t_akhir -> e
    t_survei ~ r_ingat -> t_lapor -> e_lapor; t_survei ~ d_batas -> t_ganti -> x
    """,
    inside={"b_kaji": "s_kaji -> t_kaji -> t_paraf -> e_kaji"},
    names={
        "t_daftar": "Mendaftar",
        "t_survei": "Melakukan survei",
        "t_kaji": "Mengkaji",
        "t_paraf": "Membubuhkan paraf",
        "t_ganti": "Menugaskan pengganti",
        "t_lapor": "Melaporkan",
        "t_akhir": "Menutup berkas",
    },
    lanes={
        FIELD: "s t_daftar t_survei r_ingat d_batas",
        EDITOR: "a1 b_kaji x a2 t_ganti t_akhir e",
        LEAD: "t_lapor e_lapor",
    },
    durations={"r_ingat": "PT1H", "d_batas": "PT4H"},
).replace('id="proses" name="Proses"', 'id="cabang" name="SOP Bercabang"')
