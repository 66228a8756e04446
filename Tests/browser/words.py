"""The client's own words, from its texts (the desk's and the later kinds' are files of their own), so that a better wording
there breaks no test here. They are English, unless a test speaks another language for a while."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from harness.server import TOP

ENGLISH = {
    key: text
    for name in ("en.json", "en.desk.json", "en.more.json", "en.organise.json", "en.pages.json")
    for key, text in json.loads((TOP / "web/locales" / name).read_text(encoding="utf-8")).items()
}
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")


class Spoken:
    """What the tests speak now."""

    tag = "en"
    texts = ENGLISH
    # Whether they are in other letters, which a device has to be served.
    is_turned = False


@contextmanager
def told(tag: str, texts: dict[str, object], is_turned: bool) -> Iterator[None]:
    """Texts of another language for a while; those that it lacks are English, as on the page."""
    Spoken.tag, Spoken.texts, Spoken.is_turned = tag, ENGLISH | texts, is_turned
    try:
        yield
    finally:
        Spoken.tag, Spoken.texts, Spoken.is_turned = "en", ENGLISH, False


def form(tag: str, count: int) -> str:
    """The form for a number, as CLDR has it for whole ones."""
    last, two = count % 10, count % 100
    if tag == "pl":
        few = 2 <= last <= 4 and not 12 <= two <= 14
        return "one" if count == 1 else "few" if few else "many"
    if tag == "gd":
        if count in (1, 11):
            return "one"
        return "two" if count in (2, 12) else "few" if 3 <= count <= 19 else "other"
    return "one" if count == 1 else "other"


def isolated(value: object) -> str:
    """A value as the page puts it into a sentence: set apart where it could turn something round."""
    text = str(value)
    turns = bool(re.search("[^0-9]", text)) if Spoken.texts["direction"] == "rtl" else bool(RIGHT_TO_LEFT.search(text))
    return f"\u2068{text}\u2069" if turns else text


def t(key: str, **values: object) -> str:
    """The text of that key, as the page says it; a plural is chosen by `n`."""
    text = Spoken.texts[key]
    if isinstance(text, dict):
        count = values["n"]
        text = (text.get("zero") if count == 0 else None) or text.get(form(Spoken.tag, count)) or text["other"]
    # A word may be made of another.
    for _ in range(2):
        text = re.sub(r"\{=(\w+)\}", lambda match: Spoken.texts[f"word.{match[1]}"], text)
    return re.sub(r"\{(\w+)\}", lambda match: isolated(values[match[1]]), text)
