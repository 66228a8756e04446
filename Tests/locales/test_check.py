"""Holds the check of the texts itself: each fault that it is there for turns it red, in words that name file and key."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).with_name("check")
WORDS = 'export const LANGUAGES = { en: "English", pl: "Polski", ur: "اردو" }\ntexts.direction\n'
SCRIPT = """
// h("p", {}, "Not seen, this is a remark")
const KINDS = ["open", "shut"]
define("lab-x", class extends LabElement {
  render() {
    return h("main", { id: "main", class: "page wide" },
      h("h1", { "aria-label": t("title") }, t("hello", { name: this.props.name })),
      this.isOpen === "Open now" && h("p", {}, t(`state.${this.state}`), " · ", t("count", { n: 2, ...more })),
      KINDS.map((kind) => button(t(kind === "open" ? "state.open" : "state.shut"), () => this.#go("somewhere else"))),
      ["one thing", "another"].map((name) => h("i", { key: name, hidden: /[/"]quoted/.test(name) })))
  }
})
"""
ENGLISH = {
    "direction": "ltr", "title": "A title", "hello": "Hello, {name}, in this {=lab}", "state.open": "Open",
    "state.shut": "Shut", "count": {"zero": "Nothing", "one": "{n} thing", "other": "{n} things"}, "word.lab": "lab",
}  # fmt: skip
POLISH = ENGLISH | {
    "hello": "{=lab}: witaj, {name}", "count": {"zero": "Nic", "one": "{n}", "few": "{n}", "many": "{n}", "other": "{n}"},
}  # fmt: skip
URDU = ENGLISH | {"direction": "rtl", "count": {"zero": "-", "one": "ایک", "other": "{n}"}}
REASONS = "    Rejected:\n      x: y\n      reason:\n          enum: [late,\n            early]\n    Error:\n      reason:\n          enum: [late]\n"


class Tree:
    def __init__(self, top: Path):
        self.top = top
        self.files = {
            "models/words.js": WORDS, "elements/x.js": SCRIPT,
            "api/asyncapi.yaml": REASONS.replace("late", "open").replace("early", "shut"),
        }  # fmt: skip
        english = ENGLISH | {"refusal.open": "Open", "problem.shut": "Shut"}
        self.script("elements/y.js", "t(`refusal.${x}`), t(`problem.${x}`)")
        for tag, texts in (("en", english), ("pl", english | POLISH), ("ur", english | URDU)):
            self.texts(tag, texts)
            for part in (".desk", ".more", ".organise", ".pages", ".report"):
                self.texts(tag + part, {})

    def script(self, name: str, text: str) -> None:
        self.files[name] = text

    def texts(self, name: str, texts: dict) -> None:
        self.files[f"locales/{name}.json"] = json.dumps(texts, ensure_ascii=False)

    def change(self, name: str, **changes) -> None:
        """Changes texts of a file; None takes one away."""
        texts = json.loads(self.files[f"locales/{name}.json"])
        texts |= {key.replace("_", "."): text for key, text in changes.items()}
        self.texts(name, {key: text for key, text in texts.items() if text is not None})

    def check(self) -> subprocess.CompletedProcess:
        for name, text in self.files.items():
            file = self.top / "web" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return subprocess.run([sys.executable, CHECK, self.top], capture_output=True, text=True)

    def says(self, *words: str) -> None:
        """The check is red, and one of its lines says all of that."""
        result = self.check()
        assert result.returncode == 1
        lines = result.stderr.splitlines()
        assert [line for line in lines if all(word in line for word in words)], result.stderr
        assert lines[-1] == "1 faults in the client's texts.", result.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_texts_that_are_complete_are_green(tree):
    result = tree.check()
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("9 texts in 3 of 3 languages")


def test_a_language_without_any_file_is_still_being_written(tree):
    for part in ("", ".desk", ".more", ".organise", ".pages", ".report"):
        del tree.files[f"locales/ur{part}.json"]
    result = tree.check()
    assert result.returncode == 0 and "2 of 3 languages" in result.stdout, result.stderr


@pytest.mark.parametrize(
    "written",
    [
        'h("p", {}, "Hello you")', "h('p', {}, x ? 'Hello' : '')", 'h("p", {}, `Hello, ${name}`)',
        'h("p", {}, x && ["Hello", "·"])', 'h("p", {}, list.map((each) => "Hello"))', 'announce("Hello")',
        'h("img", { alt: "Hello" })', 'h("button", { "aria-label": on ? "Hello" : "" })', 'field({ label: "Hello there" })',
        'button("Hello", go)', 'document.title = "Hello"', 'session.say("Hello")', 'h("p", {}, h("b", {}, t("title")), "Hello")',
        'h("p", {}, `${t("title")}: hello`)',
    ],
)  # fmt: skip
def test_what_a_script_says_by_itself_is_found(tree, written):
    tree.script("elements/z.js", f"\nconst a = b / 2 / c\n{written}\n")
    tree.says("web/elements/z.js:3", "is said by the script itself")


@pytest.mark.parametrize(
    "silent",
    [
        'h("p", { class: "quiet small", key: `a-${b}` })', 'state === "Open" && h("p", {})', 'say(t("title"))',
        'document.title = t("title")', 'h("p", {}, "·", " – ", "coprolab")', 'field({ id: "name", hint: label("path") })',
        'h("ul", {}, ["some", "names"].map((name) => t(`state.${name}`)))', 'throw new Error("What went wrong")',
        'h("p", {}, h("code", {}, `coprolab demo --join ${code}`), h("kbd", {}, "Ctrl"))', 't((x ? (y ? "hello" : "title") : "title"), { name })',
        'h("p", {}, table["a key"], list.filter(({ kind }) => kind === "Sort"))',
    ],
)  # fmt: skip
def test_what_nobody_reads_is_left_alone(tree, silent):
    tree.script("elements/z.js", f"const a = b / 2 / c\n{silent}\n")
    result = tree.check()
    assert result.returncode == 0, result.stderr


def test_a_key_that_no_text_has(tree):
    tree.script("elements/z.js", 't(on ? "title" : "gone")')
    tree.says("web/elements/z.js:1", "“gone”", "no text is called")


def test_a_pattern_that_no_text_fits(tree):
    tree.script("elements/z.js", "t(`gone.${name}`)")
    tree.says("web/elements/z.js:1", "“gone.…”", "no text is called")


def test_a_value_that_is_not_given(tree):
    tree.script("elements/z.js", 't("hello", { nome: 1 })')
    tree.says("web/elements/z.js:1", "“hello”", "no value for name")


NAMED = 'button(t(on ? "do" : "undo"), () => go("x"), { kind: "plain", "aria-label": t(on ? "doThis" : "undoThis", { text }) })'
BUTTONS = {"do": "Let in", "doThis": "Let in: {text}", "undo": "Put {=lab}", "undoThis": "Put {=lab}, “{text}”"}


@pytest.mark.parametrize(
    ("tag", "change", "words"),
    [
        ("en", {}, ""),
        ("en", {"doThis": "Let {text} in"}, "“doThis” says in en doesn't hold the words of “do”"),
        ("pl", {"undoThis": "Cofnij: {=lab} {text}"}, "“undoThis” says in pl doesn't hold the words of “undo”"),
        ("ur", {"do": "Let"}, ""),
        ("ur", {"do": "Le"}, "“doThis” says in ur doesn't hold the words of “do”"),
    ],
)
def test_a_button_is_called_by_the_words_that_stand_on_it(tree, tag, change, words):
    """[S10] Whoever speaks to the page says what they read (WCAG 2.5.3)."""
    tree.script("elements/z.js", NAMED)
    for each in ("en", "pl", "ur"):
        tree.change(each, **(BUTTONS | change if each == tag else BUTTONS))
    if words:
        tree.says("web/elements/z.js:1", words)
    else:
        assert tree.check().returncode == 0


def test_a_text_that_nothing_asks_for(tree):
    for tag in ("en", "pl", "ur"):
        tree.change(tag, over="Left over")
    tree.says("en.json", "“over” is asked for by nothing")


def test_a_key_that_a_language_lacks(tree):
    tree.change("pl", state_shut=None)
    tree.says("pl.json", "“state.shut” is missing")


def test_a_key_that_english_lacks(tree):
    tree.change("ur.more", more="مزید")
    tree.says("ur.more.json", "“more” isn't in the English file")


def test_a_file_that_a_language_lacks(tree):
    del tree.files["locales/ur.desk.json"]
    tree.says("ur.desk.json", "is missing")


def test_a_file_of_no_language(tree):
    tree.texts("de", ENGLISH)
    tree.says("de.json", "belongs to no language")


@pytest.mark.parametrize(
    ("text", "names"),
    [("Witaj w {=lab}", "{name}"), ("Witaj, {nome}, {=lab}", "{name}, {nome}"), ("Witaj, {name}", "{=lab}")],
)
def test_other_placeholders(tree, text, names):
    tree.change("pl", hello=text)
    tree.says("pl.json", "“hello”", "other placeholders", names)


@pytest.mark.parametrize("text", ["{name", "{name}}, {=lab}", "{ name}, {=lab}", "{=}{name}"])
def test_a_broken_placeholder(tree, text):
    tree.change("ur", hello=text)
    result = tree.check()
    assert result.returncode == 1 and f"ur.json: “hello” has a broken placeholder: “{text}”" in result.stderr


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        ({"zero": "0", "one": "{n}", "few": "{n}", "other": "{n}"}, "lacks its form for “many”"),
        ({"one": "{n}", "few": "{n}", "many": "{n}", "other": "{n}"}, "lacks its form for “zero”"),
        ({"zero": "0", "one": "{n}", "two": "{n}", "few": "{n}", "many": "{n}", "other": "{n}"}, "has the form “two”"),
        ("{n} thing", "has forms for numbers in one language"),
        ({"zero": "0", "one": "", "few": "{n}", "many": "{n}", "other": "{n}"}, "is empty"),
        ({"zero": "0", "one": 1, "few": "{n}", "many": "{n}", "other": "{n}"}, "is neither a text nor"),
    ],
)
def test_forms_for_numbers(tree, forms, words):
    tree.change("pl", count=forms)
    tree.says("pl.json", "“count”", words)


def test_a_file_that_is_no_json(tree):
    tree.files["locales/pl.json"] = '{"title": "Tytuł",}'
    result = tree.check()
    assert result.returncode == 1 and "pl.json: can't be read as JSON" in result.stderr


def test_a_key_that_stands_twice(tree):
    tree.files["locales/ur.more.json"] = '{"more": "a", "more": "b"}'
    result = tree.check()
    assert result.returncode == 1 and "ur.more.json: “more” stands there twice" in result.stderr


def test_a_direction_that_is_not_the_languages(tree):
    tree.change("ur", direction="ltr")
    tree.says("ur.json", "“direction” is rtl")


def test_a_reason_without_words(tree):
    tree.files["api/asyncapi.yaml"] = tree.files["api/asyncapi.yaml"].replace("shut", "shut, full")
    tree.says("the reason “full” of the protocol has no words")


def test_a_script_that_cannot_be_read(tree):
    tree.script("elements/z.js", "h(`never ends")
    tree.says("web/elements/z.js", "a template doesn't end")
