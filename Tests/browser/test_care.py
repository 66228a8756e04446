"""Who asks for a person, and what worries somebody: a word to the facilitators alone, and their answer."""

from playwright.sync_api import expect

from browser.words import t

WALKS = "Supported walks"
NUMBER = "Call Jean Pirie on 0141 496 0000"


def test_i_need_a_person_from_any_page_and_somebody_comes(lab, device):
    """[S60] A person is asked for in two taps, in the lobby, too; the desk tells no name until it is looked at."""
    host = lab.facilitator()
    moira = lab.join(device("phone"), "Moira")
    sam = lab.join(device("phone"), "Sam", "staff")
    desk = lab.desk(device("laptop"))
    moira.tap("menu")
    moira.tap("need.ask")
    moira.tap("close")
    moira.sees(t("need.asked"))
    desk.sees(t("care.asked", n=1))
    expect(desk.page.get_by_text("Moira")).to_have_count(0)
    desk.tap("care.look")
    desk.tap("care.comingTo", name="Moira")
    moira.sees(t("need.someoneComes"))
    expect(moira.page.locator("[aria-live], [role=status]").filter(has_text=t("need.someoneComes")).first).to_be_attached()
    host.command("openLab")
    # Wherever she is.
    moira.page.goto(moira.page.url.split("#")[0] + "#me")
    moira.sees(t("need.someoneComes"))
    desk.tap("care.doneFor", name="Moira")
    expect(moira.page.locator("main").get_by_text(t("need.someoneComes"))).to_have_count(0)
    desk.sees(t("care.none"))
    sam.misses(t("need.asked"))


def test_what_worries_somebody_reaches_the_desk_beside_it_and_not_whose_worry_it_is(lab, device):
    """[S43] A flag stands beside what it is about; whoever raised it is told that somebody has looked."""
    host = lab.opened("gather")
    gather = host.activity("gather")
    sam = lab.join(device("phone"), "Sam", "staff")
    ann = lab.person("Ann", "family")
    for text in (WALKS, NUMBER):
        ann.command("addIdea", activity=gather, text=text)
    desk = lab.desk(device("laptop"))
    sam.sees(NUMBER)
    sam.tap("flag.open")
    sam.tap("flag.send")
    sam.sees(t("flag.missing"))
    sam.choose(NUMBER)
    sam.write(sam.field("flag.reason"), "It has a number in it.")
    sam.tap("flag.send")
    desk.sees(t("care.flags", n=1))
    beside = desk.page.locator(".desk-idea").filter(has_text=NUMBER)
    expect(beside).to_contain_text(t("care.flag", n=1))
    expect(desk.page.locator(".desk-idea").filter(has_text=WALKS)).not_to_contain_text(t("care.flag", n=1))
    desk.sees("It has a number in it.")
    expect(desk.page.get_by_text("Sam", exact=True)).to_have_count(0)
    desk.tap("care.settleThis", text=NUMBER, n=1)
    expect(beside).not_to_contain_text(t("care.flag", n=1))
    sam.tap("flag.open")
    sam.sees(t("flag.is.settled"))
