from __future__ import annotations

from flask import Flask

from engine.database import transaction
from tests.conftest import At, Counting
from tests.engine.search.searching import index_all
from tests.office import FAILS_AT_NASKAH, Office, field, person, small_sop
from tests.webforms.seen import addresses, buttons, desk, words


def test_the_list_shows_running_instances_and_finds_the_others(whole: Flask, open_office: Office) -> None:
    office = open_office
    office.to_approval(title="Berjalan saja")
    ended = office.to_approval(title="Sudah tamat")
    office.do(ended, "Periksa", by=office.ani, keputusan="ya")
    office.do(ended, "Tayang", by=office.budi, url="https://dinsos.example.go.id/1")
    index_all()
    browser = desk(whole, office.wati)
    running = words(browser.get("/instances"))
    assert "Berjalan saja" in running
    assert "Sudah tamat" not in running
    assert "Sudah tamat" in words(browser.get("/instances?state=ended"))
    assert "Sudah tamat" in words(browser.get("/instances?q=TAMAT"))
    assert "Berjalan saja" not in words(browser.get("/instances?q=TAMAT"))
    inside = words(browser.get("/instances?q=naskah+tamat"))
    assert "Sudah tamat" in inside
    assert "Di dalam berkas: naskah" in inside, "an answer"
    assert "Yang tampil memuat kata yang mirip" in words(browser.get("/instances?q=tamad"))


def test_a_search_finds_large_letters_of_any_alphabet(whole: Flask, open_office: Office) -> None:
    open_office.to_approval(title="KUNJUNGAN ÉLYSÉE")
    index_all()
    for place in ("/instances?q=élysée", "/?q=Élysée", "/instances?q=kunjungan"):
        assert "KUNJUNGAN ÉLYSÉE" in words(desk(whole, open_office.ani).get(place))


def test_who_has_no_part_in_an_instance_sees_none(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    with transaction() as session:
        stranger = person(session, "stranger")
    browser = desk(whole, stranger)
    for narrowed, told in (
        ("", "Belum ada berkas yang berjalan"),
        ("?state=all", "Belum ada berkas Berkas dimulai"),
        ("?state=ended", "Tidak ada berkas yang cocok"),
        ("?state=all&q=pasar", "Tidak ada berkas yang cocok"),
    ):
        assert told in words(browser.get(f"/instances{narrowed}"))
    assert browser.get(f"/instances/{instance}").status_code == 404


def test_an_instance_tells_its_story_and_its_state(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    page = desk(whole, office.wati).get(f"/instances/{instance}")
    seen = words(page)
    assert "Ani menyelesaikan “Memeriksa materi”" in seen
    assert "Disetujui? Tidak" in seen
    assert "Foto kedua mohon diganti." in seen
    assert "Utuh 4 catatan, rantai utuh" in seen
    assert "Langkah 2 / 4" in seen
    assert "pengajuan ke-2" in seen
    assert '"here": {"Pilih"' in page.text


def test_the_story_tells_decisions_and_not_whatever_a_gateway_reads_later(whole: Flask) -> None:
    yes = 'keputusan == "ya" and nominal != None and nominal &lt; 1000000'
    office = Office(small_sop(extra_field=field("nominal", "Nominal", "number"), yes=yes))
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial", nominal="75000")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    page = desk(whole, office.wati).get(f"/instances/{instance}")
    story = page.text.partition('data-part="story"')[2].partition("data-part")[0]
    assert "Disetujui? <b>Ya</b>" in story
    assert "Nominal" not in story


def test_the_diagram_shows_only_ways_that_were_gone(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    browser = desk(whole, office.wati)
    before = browser.get(f"/instances/{instance}").text
    assert '"tidak"' not in before.partition('id="marks"')[2].partition("</script>")[0]
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    after = browser.get(f"/instances/{instance}").text.partition('id="marks"')[2].partition("</script>")[0]
    assert '"tidak"' in after
    assert '"ya"' not in after


def test_an_open_instance_page_is_told_only_what_is_new(
    whole: Flask, open_office: Office, clock_at: At
) -> None:
    office = open_office
    clock_at("2026-11-23 08:00")
    instance = office.to_approval()
    browser = desk(whole, office.wati)
    tag = browser.get(f"/instances/{instance}?live").headers["ETag"]
    assert browser.get(f"/instances/{instance}?live", headers={"If-None-Match": tag}).status_code == 304
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    fresh = browser.get(f"/instances/{instance}?live", headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert "Ani menyelesaikan" in fresh.text
    assert fresh.headers["ETag"] != tag


def test_asking_for_nothing_new_takes_few_statements(
    whole: Flask, open_office: Office, clock_at: At, statements: Counting
) -> None:
    office = open_office
    clock_at("2026-11-23 08:00")
    instance = office.to_approval()
    browser = desk(whole, office.wati)
    tag = browser.get(f"/instances/{instance}?live").headers["ETag"]
    with statements() as seen:
        browser.get(f"/instances/{instance}?live", headers={"If-None-Match": tag})
    assert seen.count <= 4, seen.texts


def test_its_submitter_withdraws_an_instance_with_a_reason(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    browser = desk(whole, office.siti)
    assert "Batalkan berkas" in buttons(browser.get(f"/instances/{instance}"))
    short = browser.send(f"/instances/{instance}/withdraw", {"reason": "batal"}, follow_redirects=True)
    assert "telah dibatalkan" not in words(short)
    answer = browser.send(
        f"/instances/{instance}/withdraw",
        {"reason": "Kegiatan ditunda ke tahun depan"},
        follow_redirects=True,
    )
    assert "Berkas ini telah dibatalkan" in words(answer)
    assert "Kegiatan ditunda ke tahun depan" in words(answer)


def test_others_are_neither_offered_nor_allowed_to(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    browser = desk(whole, office.budi)
    assert "Batalkan berkas" not in buttons(browser.get(f"/instances/{instance}"))
    answer = browser.send(f"/instances/{instance}/withdraw", {"reason": "Saya tidak menyukainya"})
    assert answer.status_code == 403


def test_a_stuck_instance_says_so_and_a_supervisor_can_try_again(whole: Flask) -> None:
    office = Office(small_sop(yes=FAILS_AT_NASKAH))
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    assert "Coba kembali" not in buttons(desk(whole, office.budi).get(f"/instances/{instance}"))
    browser = desk(whole, office.wati)
    page = browser.get(f"/instances/{instance}")
    seen = words(page)
    assert "Berkas tertahan karena kesalahan pada diagramnya" in seen
    assert "Berkas tidak dapat melewati gerbang “Disetujui?”" in seen
    assert "Syaratnya tidak dapat dihitung dengan isian berkas ini." in seen
    assert "Isi berita Naskah pertama" in seen
    assert "out of bound" not in page.text
    assert "Berkas tertahan pada “Disetujui?”" in seen
    assert "Coba kembali" in buttons(page)
    assert "masih tertahan" in words(browser.send(f"/instances/{instance}/retry", follow_redirects=True))


def test_the_task_is_at_hand_for_whose_it_is(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    assert f"/tasks/{office.task(instance).id}" in addresses(
        desk(whole, office.ani).get(f"/instances/{instance}")
    )


def test_a_lane_has_its_hue_on_every_page(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    browser = desk(whole, office.ani)
    task = office.task(instance).id
    chip = '<span class="chip lane lane-3">Ketua Tim Kerja</span>'
    for path in ("/", "/instances", f"/instances/{instance}", f"/tasks/{task}"):
        assert chip in browser.get(path).text, path
    first = '<span class="chip lane lane-1">Admin Bidang/Petugas Lapangan</span>'
    assert first in desk(whole, office.siti).get("/start").text


def test_the_hues_of_a_list_cost_no_statement_a_row(
    whole: Flask, open_office: Office, statements: Counting
) -> None:
    browser = desk(whole, open_office.wati)
    counted = []
    for _ in range(2):
        for _ in range(3):
            open_office.to_approval()
        browser.get("/instances")
        with statements() as seen:
            browser.get("/instances")
        counted.append(seen.count)
    assert counted[0] == counted[1]


def test_who_leaves_is_told_what_waits_and_the_lane_left_empty_is_an_alarm(
    whole: Flask, open_office: Office
) -> None:
    office = open_office
    office.start()
    admin, supervisor = desk(whole, office.dewi), desk(whole, office.wati)
    alarm = 'id="lanes-of-nobody"'
    assert alarm not in supervisor.get("/instances").text + admin.get("/accounts").text
    person_page = f"/accounts/{office.siti.id}"
    assert "1 tugas sedang menunggu pegawai ini" in words(admin.get(person_page))
    assert "Menyerahkan materi 099/2026-0001" in words(admin.get(person_page))
    assert admin.send(f"{person_page}/deactivate", {"sure": "on"}).status_code == 303
    assert "1 tugasnya kembali menunggu rekan" in words(admin.get(person_page))
    for page in (supervisor.get("/instances"), admin.get("/accounts")):
        assert alarm in page.text
        assert "Admin Bidang/Petugas Lapangan (Tim Kerja) SOP Kecil · 1 tugas menunggu" in words(page)
    assert alarm not in desk(whole, office.ani).get("/instances").text
    admin.send(f"/accounts/{office.rudi.id}", {"name": "Rudi", "roles": "Petugas Lapangan"})
    assert alarm not in supervisor.get("/instances").text
