"""The client in another language than English, as the tests speak it: each language by its own files, or all texts in letters
that no script has written, so that whatever stays as it was is found."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

from browser import words
from harness.server import TOP

LOCALES = TOP / "web/locales"
SETS = ("", ".desk", ".more", ".organise", ".pages")
RIGHT_TO_LEFT = {"ur"}
# Arabic letters for Latin ones: as long as the English text, and none of it in common with it.
LETTERS = str.maketrans({chr(code): "ابپتجچحخدرزسشصضطعغفقکگلمنو"[code - 97] for code in range(97, 123)})
PLACES = re.compile(r"(\{=?\w+\})")


def is_there(tag: str) -> bool:
    return all((LOCALES / f"{tag}{part}.json").exists() for part in SETS)


def turned(text: str) -> str:
    """A text in other letters, its placeholders as they were."""
    return "".join(part if part.startswith("{") else part.lower().translate(LETTERS) for part in PLACES.split(text))


def in_other_letters(tag: str, part: str = "") -> dict[str, object]:
    """All texts of a file, turned; with the forms that Urdu needs, which are those of English."""
    english = json.loads((LOCALES / f"en{part}.json").read_text(encoding="utf-8"))
    found = {
        key: {form: turned(words) for form, words in text.items()} if isinstance(text, dict) else turned(text)
        for key, text in english.items()
    }
    if part == "":
        found["direction"] = "rtl" if tag in RIGHT_TO_LEFT else "ltr"
    return found


def serve(page: Page, tag: str, change=lambda texts: texts) -> None:
    """Answers a device's calls for the texts of a language with those in other letters."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        part = name[len(tag) : -len(".json")]
        texts = change(in_other_letters(tag, part))
        body = texts if isinstance(texts, str) else json.dumps(texts)
        route.fulfill(body=body, content_type="application/json")

    page.context.route(re.compile(rf"/locales/{tag}(\.\w+)?\.json$"), answer)


@contextmanager
def speaking(tag: str, turned_letters: bool = False) -> Iterator[None]:
    """What `t()` gives meanwhile are the texts of that language, so that a page is found by them."""
    files = {}
    for part in SETS:
        files |= (
            in_other_letters(tag, part)
            if turned_letters
            else json.loads((LOCALES / f"{tag}{part}.json").read_text(encoding="utf-8"))
        )
    with words.told(tag, files, turned_letters):
        yield
