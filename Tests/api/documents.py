"""The two published documents, and validators for the schemas in them."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FOLDER = Path(__file__).resolve().parents[2] / "web/api"


class Document:
    """One of them, as it is in the file: references are resolved where they are met."""

    def __init__(self, name: str):
        self.path = FOLDER / name
        self.text = self.path.read_text(encoding="utf-8")
        self.content: dict[str, Any] = yaml.safe_load(self.text)
        self._base = f"urn:coprolab:{name}"
        self._registry = Registry().with_resource(self._base, DRAFT202012.create_resource(self.content))
        self._fast = jsonschema_rs.Registry([(self._base, self.content)])
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def at(self, pointer: str) -> Any:
        """What a reference such as `#/components/schemas/Id` points at; KeyError where nothing is there."""
        if not pointer.startswith("#/"):
            raise KeyError(f"{pointer} leads out of {self.path.name}")
        value: Any = self.content
        for part in pointer[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            value = value[int(key)] if isinstance(value, list) else value[key]
        return value

    def resolved(self, value: Any) -> Any:
        """The value itself, or what it refers to."""
        while isinstance(value, dict) and "$ref" in value:
            value = self.at(value["$ref"])
        return value

    def fits(self, value: Any, pointer: str) -> bool:
        """Whether the value fits the schema at a pointer."""
        if pointer not in self._validators:
            place = self._base + quote(pointer, safe="#/~")
            self._validators[pointer] = jsonschema_rs.Draft202012Validator(
                {"$ref": place}, registry=self._fast, validate_formats=True
            )
        return self._validators[pointer].is_valid(value)

    def misfit(self, value: Any, pointer: str) -> str:
        """Why a value doesn't fit, by the validator that says it best, which takes its time."""
        validator = Draft202012Validator(
            {"$ref": self._base + pointer}, registry=self._registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        return explain(list(validator.iter_errors(value)))

    def check(self, value: Any, pointer: str, what: str) -> None:
        """Fails with the place and the reason where the value doesn't fit the schema."""
        if not self.fits(value, pointer):
            raise AssertionError(f"{what} doesn't fit {pointer} of {self.path.name}: {self.misfit(value, pointer)}")


def explain(errors: list[ValidationError]) -> str:
    """The error that says most, with its place in the value."""
    error = best_match(errors)
    if error is None:
        return "by one validator of two"
    place = "/".join(str(part) for part in error.absolute_path) or "(all of it)"
    return f"at {place}: {error.message[:500]}"


def pointer(*parts: str | int) -> str:
    """A JSON pointer as a fragment."""
    return "#/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in parts)


ASYNCAPI = Document("asyncapi.yaml")
OPENAPI = Document("openapi.yaml")
