"""The client's own words, from its English texts (the desk's and the later kinds' are files of their own), so that a better wording there
breaks no test here."""

import json
import re

from harness.server import TOP

TEXTS = {
    key: text
    for name in ("en.json", "en.desk.json", "en.more.json")
    for key, text in json.loads((TOP / "web/locales" / name).read_text(encoding="utf-8")).items()
}


def t(key: str, **values: object) -> str:
    """The text of that key, as the page says it; a plural is chosen by `n`."""
    text = TEXTS[key]
    if isinstance(text, dict):
        count = values["n"]
        text = (text.get("zero") if count == 0 else text.get("one") if count == 1 else None) or text["other"]
    text = re.sub(r"\{=(\w+)\}", lambda match: TEXTS[f"word.{match[1]}"], text)
    return re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), text)
