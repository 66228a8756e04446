"""The language of a lab, changed while it lasts: all devices, its public history and its report go by it."""

import pytest

from api.hall import Hall
from api.recorded import Recorded

#: What is driven here, of all messages of the document.
MESSAGES = ("setLanguage",)
pytestmark = pytest.mark.usefixtures("all_driven")


def in_language(person: Recorded, language: str) -> None:
    person.sees(language, lambda view: view["lab"]["language"] == language)


def report(hall: Hall) -> str:
    answer = hall.server.request("GET", f"/api/labs/{hall.lab['id']}/export/html?for=sharing",
                                 headers={"Authorization": f"Bearer {hall.lab['facilitatorToken']}"})  # fmt: skip
    assert answer.status == 200
    return answer.body.decode()


def test_a_lab_goes_on_in_another_language_and_says_who_changed_it(hall: Hall):
    """[S7] It stands in the lab's public history, is undone, and its report is in that language."""
    facilitator, moira, screen = hall.facilitator, hall.moira, hall.screen
    assert '<html lang="en"' in report(hall)
    assert moira.refused("setLanguage", language="gd") == "notAllowed"
    with pytest.raises(AssertionError):
        facilitator.command("setLanguage")
    assert facilitator.refused("setLanguage", language="in Gaelic") == "invalid"
    # In the lobby, too.
    facilitator.command("setLanguage", language="gd")
    for person in hall.everybody:
        in_language(person, "gd")
    facilitator.command("openLab")
    for person in hall.everybody:
        change = person.sees("its history", lambda view: list(view.get("history", {}).values()))[0]
        assert change["what"] == "language" and change["language"] == "gd" and "activity" not in change
    assert '<html lang="gd"' in report(hall)
    facilitator.command("setLanguage", language="gd")
    before = f"{facilitator.client}.{facilitator.number - 2}"
    facilitator.command("undo", command=before)
    in_language(screen, "en")
    screen.sees("both changes", lambda view: [change["language"] for change in sorted(view["history"].values(), key=lambda each: each["order"])] == ["gd", "en"])
    assert facilitator.refused("undo", command=before) == "movedOn"
    # A report is mostly wanted once all is over.
    facilitator.command("endLab")
    facilitator.command("setLanguage", language="pl")
    in_language(moira, "pl")
    assert '<html lang="pl"' in report(hall)
