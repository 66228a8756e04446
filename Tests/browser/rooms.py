"""A lab's pages as people use them: by what they read and tap, never by a page's inner names."""

import re

from playwright.sync_api import Locator, Page, expect

from browser.words import t


class Room:
    """What every page of a lab has."""

    def __init__(self, page: Page):
        self.page = page

    def button(self, key: str, **values: object) -> Locator:
        """The button of that text."""
        return self.page.get_by_role("button", name=t(key, **values), exact=True)

    def press(self, place: Locator) -> None:
        place.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tap(self, key: str, **values: object) -> None:
        self.press(self.button(key, **values))

    def escape(self) -> None:
        """Closes the dialog that is open."""
        self.page.keyboard.press("Escape")
        expect(self.page.locator("dialog")).to_have_count(0)

    def note(self, key: str) -> None:
        """Taps a button of the note about what was just done."""
        self.press(self.page.get_by_role("region", name=t("note.title")).get_by_role("button", name=t(key), exact=True))

    def go_to(self, key: str) -> None:
        """Goes by the menu to one of the places behind it."""
        self.tap("menu")
        self.press(self.page.get_by_role("dialog").get_by_role("link", name=t(key), exact=True))

    def field(self, key: str) -> Locator:
        """The field of that label, optional or not."""
        return self.page.get_by_role("textbox", name=re.compile(rf"^{re.escape(t(key))}"))

    def choose(self, label: str, within: Locator | None = None) -> None:
        """Taps a choice of one or of several, by its words."""
        place = within or self.page
        # The ends of a scale are called “1, A little” and “5, A lot”.
        name = re.compile(rf"^{re.escape(label)}([,،]|$)")
        self.press(place.get_by_role("radio", name=name).or_(place.get_by_role("checkbox", name=name)))

    def sees(self, text: str, exact: bool = False) -> None:
        expect(self.page.get_by_text(text, exact=exact).first).to_be_visible()

    def misses(self, text: str, exact: bool = False) -> None:
        expect(self.page.get_by_text(text, exact=exact)).to_have_count(0)

    def at(self, title: str) -> None:
        """Waits until the step of that title is what is on now."""
        expect(self.page.get_by_role("heading", name=title, exact=True).first).to_be_visible()

    def indicator(self) -> Locator:
        """What says whether all is saved."""
        return self.page.locator("[data-saved]")

    def saved(self) -> None:
        # After trouble the page tries again with growing pauses.
        expect(self.indicator()).to_have_text(t("saved.saved"), timeout=20_000)


class Participant(Room):
    def give_idea(self, text: str, *tags: str) -> None:
        self.write(self.field("gather.idea"), text)
        for tag in tags:
            self.choose(t(tag))
        self.tap("gather.add")

    def own_ideas(self) -> Locator:
        """My ideas, the newest first."""
        return self.page.locator(".idea.own .idea-text")

    def heard(self) -> Locator:
        """“n of m heard”."""
        return self.page.locator("main .heard")

    def unsaved(self) -> Locator:
        """What is marked as not saved yet."""
        return self.page.locator("main .unsaved")

    def change_idea(self, text: str, new: str) -> None:
        self.tap("gather.editThis", text=text)
        self.write(self.field("gather.change"), new)
        self.tap("save")

    def give_dot(self, idea: str) -> None:
        self.tap("vote.give", text=idea)

    def dots(self, idea: str) -> Locator:
        """How many of my dots an idea has, and the buttons beside."""
        return self.page.get_by_role("group", name=idea, exact=True)

    def scale(self, idea: str, axis: str) -> Locator:
        """One of the two questions about an idea; `axis` is impact or effort."""
        return self.page.get_by_role("article", name=re.compile(re.escape(idea))).locator(f'[data-axis="{axis}"]')

    def rate(self, idea: str, impact: int | str, effort: int | str) -> None:
        for axis, answer in (("impact", impact), ("effort", effort)):
            self.choose(str(answer), within=self.scale(idea, axis))

    def rate_all(self, answers: dict[str, tuple[int | str, int | str]]) -> None:
        """Rates each idea as it comes, one a screen."""
        for at in range(1, len(answers) + 1):
            shown = self.page.locator("main h2").first.inner_text()
            idea = next(text for text in answers if text in shown)
            self.rate(idea, *answers[idea])
            self.tap("rate.finish" if at == len(answers) else "rate.next")
        self.sees(t("rate.allDone"))
        self.saved()

    # A grid, row by row.

    def cell(self, column: str) -> Locator:
        """The cell of that column in the row that is in sight."""
        return self.page.get_by_role("region", name=column, exact=True)

    def fill_cell(self, column: str, level: int | None = None, example: str = "") -> None:
        cell = self.cell(column)
        if level is not None:
            self.press(cell.get_by_role("radio").nth(level))
        if example:
            self.write(cell.get_by_role("textbox"), example)
            self.press(cell.get_by_role("button", name=t("grid.addTo", title=column), exact=True))

    # Themes

    def sort_under(self, item: str, theme: str, new: bool = False) -> None:
        """Puts what lies on top under a theme; another idea on top is laid under the pile first."""
        card = self.page.locator(".sort-card")
        for _ in range(20):
            if card.get_by_role("heading").inner_text() == item:
                break
            self.tap("cluster.skip")
        expect(card.get_by_role("heading")).to_have_text(item)
        if new:
            self.write(card.get_by_label(t("cluster.new")), theme)
            self.press(card.get_by_role("button", name=t("cluster.make")))
        else:
            self.press(card.get_by_role("button", name=theme, exact=True))

    # A form

    def write_part(self, title: str, text: str, change: bool = False) -> None:
        self.tap("form.editThis" if change else "form.writeThis", title=title)
        self.write(self.page.locator("#part-text"), text)
        self.tap("save")

    # Anywhere

    def open_menu(self, key: str) -> None:
        """Goes to a place by the menu, as `go_to`, and waits until it is there."""
        self.go_to(key)
        expect(self.page.locator("dialog")).to_have_count(0)

    def pledge(self, give: str, get: str = "") -> None:
        self.write(self.field("pledge.give"), give)
        self.write(self.field("pledge.get"), get)
        self.tap("pledge.add")


class ByTouch(Participant):
    """Somebody who has a thumb and nothing else."""

    def press(self, place: Locator) -> None:
        place.tap()


class ByKeyboard(Participant):
    """Somebody who has a keyboard and nothing else. Whatever they do, the focus stays on the page."""

    def keeps_focus(self) -> None:
        """The focus is on something, soon after what was done, so that the next Tab goes on from there."""
        expect(self.page.locator(":focus")).to_have_count(1)

    def reach(self, place: Locator) -> None:
        """Goes on with Tab until the place has the focus."""
        expect(place).to_be_visible()
        for _ in range(100):
            if place.evaluate("place => place === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {place}")

    def press(self, place: Locator) -> None:
        kind = place.get_attribute("type")
        if kind == "radio":
            return self._pick(place)
        self.reach(place)
        self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")
        self.keeps_focus()

    def follow(self, place: Locator) -> None:
        """Presses what leads to another page, where the focus begins anew."""
        self.reach(place)
        self.page.keyboard.press("Enter")

    def _pick(self, radio: Locator) -> None:
        """Tab leads to one of the radios of a name, the arrows to the others."""
        group = self.page.locator(f'input[name="{radio.get_attribute("name")}"]')
        checked = group.and_(self.page.locator(":checked"))
        self.reach(checked if checked.count() else group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowRight")
        expect(radio).to_be_checked()

    def skip(self) -> None:
        """On a page that just opened: by the link that comes first on each, past its head."""
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name=t("skip"))).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        if field.get_attribute("type") == "date":
            # A browser asks for the month or the day first, as its own language has it.
            year, month, day = text.split("-")
            for typed in (month + day + year, day + month + year):
                self.page.keyboard.type(typed)
                if field.input_value() == text:
                    return
                for _ in range(2):
                    self.page.keyboard.press("ArrowLeft")
            raise AssertionError(f"{text} can't be typed: {field.input_value()}")
        self.page.keyboard.press("Control+A")
        if text:
            self.page.keyboard.type(text)
        else:
            self.page.keyboard.press("Delete")


class Desk(Room):
    def activity(self, state: str) -> Locator:
        return self.page.locator(f'lab-desk-activity [data-state="{state}"]')

    def heard(self) -> Locator:
        """n of “n of m heard”."""
        return self.page.locator("lab-desk-activity .heard b")

    def unfold(self, key: str) -> None:
        """Opens what is folded under that heading."""
        place = self.page.locator("summary").filter(has=self.page.get_by_role("heading", name=t(key)))
        if place.locator("..").get_attribute("open") is None:
            self.press(place)

    def go_on(self, title: str) -> None:
        """Goes on to the step of that title, and waits until it is open."""
        self.tap("move.goOn", title=title)
        expect(self.activity("open").get_by_role("heading", name=title, exact=True)).to_be_visible()

    def reveal(self) -> None:
        self.tap("move.reveal")
        expect(self.activity("revealed")).to_be_visible()

    def decide(self, idea: str, decision: str, reason: str, who: str = "") -> None:
        self.tap("decide.this", text=idea)
        self.choose(t(f"decision.{decision}"), within=self.page.get_by_role("group", name=t("decide.what")))
        self.write(self.field("decide.reason"), reason)
        self.write(self.field("decide.who"), who)
        self.tap("save")


class DeskByKeyboard(ByKeyboard, Desk):
    """A facilitator who has a keyboard and nothing else."""
