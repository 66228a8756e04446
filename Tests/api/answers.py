"""Holds HTTP answers of a real server against the OpenAPI document."""

import re
from email.message import Message
from typing import Any

from api.documents import OPENAPI, pointer
from harness.server import Answer

_paths: dict[str, Any] = OPENAPI.content["paths"]


def operation(method: str, path: str) -> tuple[str, str]:
    """The template of the path, and the method, under which the document describes a request; fixed paths go first."""
    path = path.split("?")[0]
    for template in sorted(_paths, key=lambda known: known.count("{")):
        pattern = "/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in template.split("/"))
        if re.fullmatch(pattern, path) and method.lower() in _paths[template]:
            return template, method.lower()
    raise AssertionError(f"the OpenAPI document knows no {method} {path}")


def validate(method: str, path: str, answer: Answer) -> None:
    """Fails unless status, media type, headers and body are as the document says for this request."""
    template, verb = operation(method, path)
    what = f"{method} {path} → {answer.status}"
    place = pointer("paths", template, verb, "responses", answer.status)
    try:
        response = OPENAPI.resolved(OPENAPI.at(place))
    except KeyError:
        raise AssertionError(f"{what} isn't in the OpenAPI document; it was {answer.body[:300]!r}") from None
    headers = {name.lower(): value for name, value in answer.headers.items()}
    _headers(response, headers, what)
    if "content" not in response:
        return
    kind = _media_type(headers.get("content-type", ""))
    known = response["content"]
    assert kind in known, f"{what}: it is {kind or 'of no media type'}; the document says {', '.join(known)}"
    schema = _place(place, "content", kind, "schema")
    # A binary file stands for itself byte by byte.
    charset = "utf-8" if kind.startswith("text/") or kind.endswith("xml") else "latin-1"
    value = answer.json if kind.endswith("json") else answer.body.decode(charset)
    OPENAPI.check(value, schema, what)


def _headers(response: dict[str, Any], headers: dict[str, str], what: str) -> None:
    for name, header in response.get("headers", {}).items():
        header = OPENAPI.resolved(header)
        value = headers.get(name.lower())
        if value is None:
            assert not header.get("required"), f"{what}: the header {name} is missing"
            continue
        schema = OPENAPI.resolved(header["schema"])
        if "const" in schema:
            assert value == schema["const"], f"{what}: {name} is {value}"
        if schema.get("type") == "integer":
            assert value.isdigit(), f"{what}: {name} is {value}"
        if "pattern" in schema:
            assert re.search(schema["pattern"], value), f"{what}: {name} is {value}"


def _place(place: str, *parts: str) -> str:
    """The pointer to something below a place, which may only refer to it."""
    value = OPENAPI.at(place)
    while isinstance(value, dict) and "$ref" in value:
        place = value["$ref"]
        value = OPENAPI.at(place)
    return place + pointer(*parts)[1:]


def _media_type(header: str) -> str:
    message = Message()
    message["Content-Type"] = header
    return message.get_content_type() if header else ""
