"""A lab's replay as one file: it opens from a disk, with no server and no network, and plays the lab in the client that ran it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.audit import Audit, audited
from browser.lab import Lab
from browser.rooms import Room
from browser.test_payloads import PAYLOADS, TITLE
from browser.test_replay import lived, place, played_by_keys, played_to_the_end, to_the_reveal
from browser.words import t

# What ends a block of data or begins a script, and letters that a program might take for a line's end.
ENDS = ["</script><script>alert(20)</script>", "<!--<script>alert(21)", "]]>\u2044</SCRIPT\u00a0x>", "\\u003c/script>", "<\u0338/script>"]


def saved(lab: Lab, folder: Path, audience: str = "screen") -> Path:
    answer = lab.server.request(
        "GET", f"/api/labs/{lab.made['id']}/replay/file?audience={audience}", headers={"Authorization": f"Bearer {lab.made['facilitatorToken']}"}
    )
    assert answer.status == 200, answer.body
    file = folder / f"{audience}.html"
    file.write_bytes(answer.body)
    return file


def opened(page: Page, file: Path) -> list[str]:
    """Opens the file without a network; gives the addresses of all that is asked for elsewhere than in it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith(("blob:", "data:")) else None)
    page.context.set_offline(True)
    page.goto(file.as_uri())
    expect(place(page)).to_be_visible()
    return asked


def test_the_file_plays_without_a_server_and_asks_for_nothing(lab: Lab, device: Callable[..., Page], tmp_path: Path):
    lived(lab)
    file = saved(lab, tmp_path)
    page = device("laptop")
    asked = opened(page, file)
    replay = Room(page)
    replay.sees(t("room.joined", n=0))
    # From here there is nowhere to go to.
    replay.misses(t("screen.scan"))
    expect(page).to_have_title(t("replay.title", title="Living well together"))
    for mark in ("replay.mark.labOpened", "replay.mark.activityOpened", "replay.mark.activityClosed"):
        replay.tap("replay.on")
        replay.sees(t(mark, title="Ideas"))
    replay.sees("Supported walks")
    replay.tap("replay.back")
    replay.misses("Supported walks")
    played_to_the_end(page, replay)
    to_the_reveal(page, replay)
    replay.sees("Supported walks")
    # Only what the screen saw is in it, and there is nothing to fetch.
    expect(page.get_by_label(t("replay.audience"))).to_have_count(0)
    expect(replay.button("replay.save")).to_have_count(0)
    assert asked == [file.as_uri()]
    text = file.read_text(encoding="utf-8")
    assert "Person 0" not in text
    for secret in ("facilitatorToken", "screenToken", "inviteKey", "recoveryCode"):
        assert lab.made[secret] not in text


def test_the_file_is_played_by_keyboard_alone(lab: Lab, device: Callable[..., Page], tmp_path: Path):
    lived(lab)
    page = device("laptop")
    opened(page, saved(lab, tmp_path))
    played_by_keys(page)


def test_the_desks_file_plays_both_and_changes_nothing(lab: Lab, device: Callable[..., Page], tmp_path: Path):
    lived(lab)
    page = device("laptop")
    file = saved(lab, tmp_path, "facilitator")
    asked = opened(page, file)
    replay = Room(page)
    replay.sees(t("room.joined", n=0))
    to_the_reveal(page, replay)
    page.get_by_label(t("replay.audience")).select_option("facilitator")
    replay.at("Priority Matrix")
    expect(page.get_by_role("heading", name=t("room.title"))).to_be_visible()
    replay.tap("move.reopen")
    replay.sees(t("replay.nothing"))
    # A link of the room leads nowhere from here.
    page.get_by_role("link", name=t("links.openScreen")).click()
    expect(page.get_by_role("heading", name=t("room.title"))).to_be_visible()
    assert asked == [file.as_uri()] and len(page.context.pages) == 1


@pytest.mark.parametrize("audience", ["screen", "facilitator"])
def test_what_people_wrote_is_no_script_in_the_file(server, device: Callable[..., Page], tmp_path: Path, audience: str):
    """Formulas that end a block, or begin a script or a comment, are read as the texts that they are; a dialog or an error fails it."""
    lab = Lab(server, server.make_lab(f"{TITLE} {ENDS[0]}"))
    host = lab.opened("gather")
    moira = lab.person("</script><script>alert(22)</script>")
    texts = [*PAYLOADS, *ENDS]
    gather = host.activity("gather")
    for text in texts:
        moira.command("addIdea", activity=gather, text=text)
    host.command("closeActivity", activity=gather)
    host.command("endLab")
    file = saved(lab, tmp_path, audience)
    source = file.read_text(encoding="utf-8")
    # Nothing but what the page itself is made of is an element in it.
    assert "alert(2" in source
    blocks = re.findall(r'<script type="application/json" id="(file-\w+)">(.*?)</script>', source, re.DOTALL)
    assert [name for name, _ in blocks] == ["file-modules", "file-texts", "file-media", "file-lab"]
    assert all("<" not in block for _, block in blocks)
    page = device("laptop")
    opened(page, file)
    replay = Room(page)
    if audience == "facilitator":
        page.get_by_label(t("replay.audience")).select_option("facilitator")
    place(page).press("End")
    replay.tap("replay.back")
    for text in texts:
        expect(page.get_by_text(text, exact=True).first).to_be_attached()
    own = page.evaluate("() => [...document.querySelectorAll('script')].map(({ type, id, nonce }) => type || id || Boolean(nonce))")
    assert own.count("application/json") == 4 and own.count("importmap") == 1 and len(own) == 6
    assert page.evaluate("() => document.querySelectorAll('iframe, object, embed, [onerror], [onload]').length") == 0
    moira.close()
    host.close()


def test_a_picture_is_in_the_file_and_what_is_too_far_is_told_in_words(server, device: Callable[..., Page], tmp_path: Path, templates: Path):
    """[S47] the lab's picture shows without the server, with its words beside it."""
    name = next(path.stem for path in sorted(templates.glob("*.yaml")) if "event-day.svg" in path.read_text(encoding="utf-8"))
    lab = Lab(server, server.make_lab(template=name))
    host = lab.facilitator()
    host.command("openLab")
    shown = next(key for key, activity in host.view["activities"].items() if activity.get("media", {}).get("url") == "/media/event-day.svg")
    host.command("openActivity", activity=shown)
    host.command("endLab")
    page = device("laptop")
    opened(page, saved(lab, tmp_path))
    page.keyboard.press("n")
    page.keyboard.press("n")
    picture = page.locator("figure.media img")
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.complete && picture.naturalWidth > 0 && picture.src.startsWith('data:image/svg+xml')")
    host.close()


def test_the_file_speaks_the_readers_language(lab: Lab, device: Callable[..., Page], tmp_path: Path):
    lived(lab)
    file = saved(lab, tmp_path)
    page = device("phone", locale="ur")
    page.context.set_offline(True)
    page.goto(file.as_uri())
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("input[type=range]").press("End")
    expect(page.locator(".stage h1")).to_have_attribute("lang", "en")


def test_the_file_is_for_everybody(lab: Lab, device: Callable[..., Page], tmp_path: Path):
    lived(lab)
    file = saved(lab, tmp_path, "facilitator")
    pages = audited(device, "phone", "laptop")
    audit = Audit(*pages)
    for page in pages:
        opened(page, file)
    audit.look("a replay's file")
    for page in pages:
        page.get_by_text(t("replay.moments")).click()
        page.get_by_label(t("replay.audience")).select_option("facilitator")
        expect(page.get_by_role("heading", name=t("room.title"))).to_be_attached()
    audit.look("a replay's file as the desk")
    audit.passed()


def test_the_replay_and_the_desk_save_it(lab: Lab, device: Callable[..., Page], tmp_path: Path):
    lived(lab)
    page = device("laptop")
    page.goto(lab.link("replay"))
    expect(place(page)).to_be_visible()
    with page.expect_download() as got:
        Room(page).tap("replay.save")
    assert got.value.suggested_filename.endswith(f"{t('replay.file.screen')}.html")
    file = tmp_path / "from-replay.html"
    got.value.save_as(file)
    opened(device("phone"), file)
    desk = lab.desk(device("laptop"))
    desk.page.get_by_role("heading", name=t("data.title")).click()
    for purpose, audiences in (("sharing", 0), ("keeping", 1)):
        desk.choose(t(f"data.{purpose}"))
        with desk.page.expect_download() as got:
            desk.tap("data.replay")
        assert got.value.suggested_filename.endswith(f"{t(f'data.{purpose}.file')}.html")
        file = tmp_path / f"{purpose}.html"
        got.value.save_as(file)
        reader = device("laptop")
        opened(reader, file)
        expect(reader.get_by_label(t("replay.audience"))).to_have_count(audiences)
