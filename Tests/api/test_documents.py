"""The published documents are valid, complete in themselves, and agree with each other."""

import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.documents import ASYNCAPI, OPENAPI, Document, pointer
from api.messages import COMMANDS, TO_CLIENT, TO_SERVER, validate

# Its field called `schema` shadows one of pydantic's; that is its own affair.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)
    from asyncapi3 import AsyncAPI3

MESSAGES = ASYNCAPI.content["components"]["messages"]
OPERATIONS = ASYNCAPI.content["operations"]
CHANNEL = ASYNCAPI.content["channels"]["lab"]

ONE = {"additionalProperties", "items", "propertyNames", "not", "if", "then", "else"}
LISTS = {"allOf", "anyOf", "oneOf"}
MAPS = {"properties", "patternProperties"}
VALUES = {
    "type", "const", "enum", "required", "pattern", "format", "description", "title", "minLength", "maxLength", "minimum",
    "maximum", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
}  # fmt: skip


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for member in value.values():
            yield from references(member)
    elif isinstance(value, list):
        for member in value:
            yield from references(member)


def schemas(schema: Any, place: str) -> Iterator[tuple[str, Any]]:
    """A schema and all below it, each with its place."""
    yield place, schema
    if isinstance(schema, dict):
        for keyword, value in schema.items():
            if keyword in ONE:
                yield from schemas(value, f"{place}/{keyword}")
            elif keyword in LISTS:
                for index, part in enumerate(value):
                    yield from schemas(part, f"{place}/{keyword}/{index}")
            elif keyword in MAPS:
                for name, part in value.items():
                    yield from schemas(part, f"{place}/{keyword}/{name}")


def asyncapi_schemas() -> Iterator[tuple[str, Any]]:
    for name, schema in ASYNCAPI.content["components"]["schemas"].items():
        yield from schemas(schema, pointer("components", "schemas", name))
    for name, message in MESSAGES.items():
        yield from schemas(message["payload"], pointer("components", "messages", name, "payload"))


def test_the_openapi_document_is_valid_openapi_3_1():
    assert OPENAPI.content["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(OPENAPI.content).validate()


def test_the_asyncapi_document_has_the_structure_of_asyncapi_3():
    assert ASYNCAPI.content["asyncapi"] == "3.0.0"
    AsyncAPI3.model_validate(ASYNCAPI.content)


@pytest.mark.parametrize("document", [ASYNCAPI, OPENAPI], ids=lambda document: document.path.name)
def test_every_reference_leads_somewhere(document: Document):
    found = list(references(document.content))
    assert found
    for reference in found:
        document.at(reference)


@pytest.mark.parametrize("document", [ASYNCAPI, OPENAPI], ids=lambda document: document.path.name)
def test_every_component_is_used(document: Document):
    used = set(references(document.content))
    for group, members in document.content["components"].items():
        for name in members:
            if group == "securitySchemes":
                assert any(name in need for operation in operations_of(document) for need in operation.get("security", []))
            elif (group, name) != ("schemas", "Mine"):  # what `mine` patches lead to; named in its description
                assert pointer("components", group, name) in used, f"nothing refers to {group} {name}"


def operations_of(document: Document) -> Iterator[dict[str, Any]]:
    for path in document.content["paths"].values():
        yield from (member for method, member in path.items() if method != "parameters")


def test_operations_of_the_openapi_document_have_names_of_their_own():
    names = [operation["operationId"] for operation in operations_of(OPENAPI)]
    assert len(names) == len(set(names))


def test_every_schema_of_the_asyncapi_document_is_one_in_json_schema_2020_12_and_in_draft_7():
    for place, schema in asyncapi_schemas():
        Draft202012Validator.check_schema(schema)
        Draft7Validator.check_schema(schema)
        if isinstance(schema, bool):
            continue
        if "$ref" in schema:
            assert set(schema) == {"$ref"}, f"{place}: draft 7 doesn't read what stands beside a reference"
        else:
            unknown = set(schema) - ONE - LISTS - MAPS - VALUES
            assert not unknown, f"{place}: {', '.join(unknown)} isn't known, or not read alike in both"


def test_every_schema_of_the_openapi_document_is_one_in_json_schema_2020_12():
    for schema in OPENAPI.content["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_patterns_are_anchored():
    for place, schema in asyncapi_schemas():
        if isinstance(schema, dict) and "pattern" in schema:
            assert re.fullmatch(r"\^.*\$", schema["pattern"]), f"{place}: {schema['pattern']}"


def test_operations_name_messages_of_their_channel():
    for name, operation in OPERATIONS.items():
        assert operation["channel"] == {"$ref": "#/channels/lab"}
        for reference in operation["messages"] + operation.get("reply", {}).get("messages", []):
            assert reference["$ref"].startswith("#/channels/lab/messages/"), name


def test_every_message_of_the_channel_belongs_to_an_operation():
    used = {
        reference["$ref"]
        for operation in OPERATIONS.values()
        for reference in operation["messages"] + operation.get("reply", {}).get("messages", [])
    }
    assert {pointer("channels", "lab", "messages", name) for name in CHANNEL["messages"]} == used
    assert {pointer("components", "messages", name) for name in MESSAGES} == {
        reference["$ref"] for reference in CHANNEL["messages"].values()
    }


def test_a_command_is_an_operation_of_the_same_name_and_may_be_rejected():
    for command, (giver, answers) in COMMANDS.items():
        assert OPERATIONS[command]["messages"] == [{"$ref": pointer("channels", "lab", "messages", command)}]
        assert MESSAGES[command]["payload"]["properties"]["name"] == {"const": command}
        assert giver in ("participant", "facilitator")
        assert "rejected" in answers and len(answers) > 1


@pytest.mark.parametrize("name", MESSAGES)
def test_every_example_is_a_message_of_its_kind(name: str):
    directions = {
        operation["action"]
        for operation in OPERATIONS.values()
        if {"$ref": pointer("channels", "lab", "messages", name)} in operation["messages"]
    }
    direction = TO_SERVER if directions == {TO_SERVER} else TO_CLIENT
    for example in MESSAGES[name].get("examples", []):
        assert validate(example["payload"], direction) == name


def test_the_two_documents_speak_of_the_same_roles_states_and_kinds():
    def words(document: Document, *place: str) -> set[str]:
        return set(document.at(pointer("components", "schemas", *place, "enum")))

    assert words(ASYNCAPI, "Role") == words(OPENAPI, "LabCard", "properties", "roles", "items")
    assert words(ASYNCAPI, "LabState") > words(OPENAPI, "LabCard", "properties", "state")
    kinds = words(OPENAPI, "Template", "properties", "activities", "items", "properties", "kind")
    assert words(ASYNCAPI, "Kind") == kinds


OPEN = {
    "type": "command",
    "id": "5f0c9a3be1d24f7786a1c0de44b7a913.1",
    "name": "rate",
    "body": {"activity": "a1", "item": "i1", "impact": 4},
}


@pytest.mark.parametrize(
    "change",
    [
        {"body": {"activity": "a1", "item": "i1", "impact": 6}},
        {"body": {"activity": "a1", "item": "i1", "impact": 0}},
        {"body": {"activity": "a1", "item": "i1", "impact": "x"}},
        {"body": {"activity": "a1", "item": "i1"}},
        {"body": {"activity": "a1", "item": "i1", "impact": 4, "score": 4}},
        {"id": "17"},
        {"name": "rateAll"},
        {"extra": True},
    ],
)
def test_a_message_that_is_not_in_the_document_is_refused(change: dict[str, Any]):
    assert validate(OPEN, TO_SERVER) == "rate"
    with pytest.raises(AssertionError):
        validate({**OPEN, **change}, TO_SERVER)


def rate(**changes: Any) -> dict[str, Any]:
    axis = {"n": 3, "dontKnow": 0, "counts": {"1": 0, "2": 0, "3": 0, "4": 3, "5": 0}, "label": "mostlyAgree"}
    words = {"question": "?", "low": "a", "high": "b"}
    results = {"impact": axis, "effort": axis, "differs": False, "tooFew": False}
    return {
        "kind": "rate", "title": "t", "prompt": "p", "guideMinutes": 5, "order": "m1", "state": "revealed",
        "visibility": "anonymous", "reveal": "onReveal", "round": 0, "edition": 1, "heard": {"n": 1, "of": 2},
        "axes": {"impact": words, "effort": words},
        "items": {"i1": {"from": "g1", "order": "m1", "results": results}},
    } | changes  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "open", "paused", "closed", "revealed"])
def test_results_before_a_reveal_do_not_fit_any_view(state: str):
    place = pointer("components", "schemas", "Activity")
    assert ASYNCAPI.fits(rate(state=state), place) == (state == "revealed")
    assert not ASYNCAPI.fits(rate(state=state, reveal="never"), place)
    assert ASYNCAPI.fits(rate(state=state, reveal="live"), place) == (state != "draft")


def test_what_facilitators_see_does_not_fit_the_view_of_others():
    side = {"n": 1, "of": 2}
    lab = {
        "id": "l1", "code": "482913", "title": "t", "welcome": "w", "language": "en", "state": "open", "sitting": 1,
        "template": "T2", "retentionDays": 90, "smallNumbers": 3,
    }  # fmt: skip
    activity = rate(heardBySide={"community": side, "professional": side})
    view = {"lab": lab, "people": {"joined": 2}, "history": {}, "activities": {"a1": activity}}
    for audience in ("ParticipantView", "ScreenView"):
        place = pointer("components", "schemas", audience)
        assert not ASYNCAPI.fits(view, place)
        assert ASYNCAPI.fits({**view, "activities": {"a1": rate()}}, place)
        with pytest.raises(AssertionError, match="at activities/a1: "):
            ASYNCAPI.check(view, place, "the view")
