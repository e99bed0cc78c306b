"""What a process admin draws into SOP 032, by the mouse and the side panel."""

from __future__ import annotations

from tests.journeys.browsing import Window
from tests.journeys.editor.editing import HAND_OVER, branch_to, group, pick, tool


def add_field(window: Window, label: str) -> None:
    """To the first step: a text that must be given."""
    pick(window, HAND_OVER)
    form = group(window, "Formulir")
    form.get_by_label("Nama isian baru").fill(label)
    form.get_by_role("button", name="Tambah").click()
    form.get_by_label("Wajib diisi").check()


def add_lane_below(window: Window, lane: str, name: str) -> None:
    window.page.locator(f'g[data-element-id="{lane}"] .djs-label').first.click(force=True)
    window.press("Tambah lajur di bawah").type(name, into=window.field("Nama"))


def add_step(window: Window, *, on_flow: str, name: str, lane: str) -> None:
    """Into a flow that has a name, with its Mutu Baku."""
    tool(pick(window, f"{on_flow}_label"), "Langkah")
    window.type(name, into=window.field("Nama"))
    window.choose("Pelaksana (lajur)", lane)
    quality = group(window, "Mutu Baku")
    quality.get_by_label("Kelengkapan").fill("Materi yang sudah disetujui Tim Kerja")
    quality.get_by_label("Lama").fill("30")
    quality.get_by_label("Satuan").select_option(label="menit")
    quality.get_by_label("Output").fill("Materi yang sudah disetujui Kepala Dinas")


def add_decision(window: Window, question: str, *, otherwise: str, named: str) -> None:
    """The selected step asks, and its answer decides between what follows it and the step `otherwise`."""
    form = group(window, "Formulir")
    form.get_by_label("Nama isian baru").fill(question)
    form.get_by_label("Jenis isian").last.select_option(label="satu dari beberapa pilihan")
    form.get_by_role("button", name="Tambah").click()
    form.get_by_label("Pilihan", exact=True).fill("Ya\nTidak")
    form.get_by_label("Wajib diisi").check()
    tool(window, "Keputusan").type(named, into=window.field("Nama"))
    other = window.page.locator(f'g[data-element-id="{otherwise}"] .djs-hit').first
    other.click(force=True, modifiers=["Shift"])
    tool(window, "Hubungkan")


def name_branches(window: Window, question: str, *, yes: str, no: str) -> None:
    """Of the selected decision, by the steps that they lead to."""
    refused, agreed = branch_to(window, no), branch_to(window, yes)
    refused.get_by_label("Nama cabang").fill("Tidak")
    refused.get_by_label("Selain itu").check()
    agreed.get_by_label("Nama cabang").fill("Ya")
    field = agreed.get_by_label("Isian").locator("option").filter(has_text=question)
    agreed.get_by_label("Isian").select_option(field.get_attribute("value"))
    agreed.get_by_label("Nilai").select_option(label="Ya")
