"""The OpenAPI document, and schemathesis, which holds the real service to it."""

from __future__ import annotations

import copy
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import APIOperation

from getcode_lsp.service.app import endpoints_of
from getcode_lsp.service.endpoints.fields import schema_of
from getcode_lsp.settings import API_LANGUAGES, OUTPUT_TYPES
from tests.service.serving import Home, Running, events

KEY = "gc_of_the_operator"
EXAMPLES = int(os.environ.get("GETCODE_API_EXAMPLES", "15"))  # of each endpoint, right ones and wrong ones
KEY_GIVEN = {"openapi": {"key": {"bearer": KEY}}}
# What no schema tells: whether there is such a generation, the engine can do it, a file is one of its type.
MAY_BE_REFUSED = {"/api/history/{id}": [404], "/api/improve": [422], "/api/upload": [400, 422, 501]}
ENDPOINTS = endpoints_of(10 * 1024 * 1024)
SEED = int(os.environ.get("GETCODE_API_SEED") or random.randrange(2**32))


@dataclass
class Described:
    service: Running
    document: dict[str, Any]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    home = Home(tmp_path_factory.mktemp("openapi"), {"GETCODE_SERVICE_KEY": KEY})
    with home.serve("--no-limits") as service:
        for kind in ("api", "website", "chart"):
            service.generate(KEY, outputType=kind)  # so that there is a history
        response = requests.get(f"{service.url}/openapi.json", timeout=20)
        assert response.status_code == 200
        yield Described(service, response.json())
        assert not any("Traceback" in line for line in service.process.err.lines)


def test_every_endpoint_is_described_as_it_is_checked(described: Described) -> None:
    document = described.document
    assert document["openapi"] == "3.1.0"
    named = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    declared = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    assert named == declared
    for endpoint in ENDPOINTS:
        operation = document["paths"][endpoint.path][endpoint.method.lower()]
        if endpoint.fields:
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            assert body == schema_of(endpoint.fields)
        assert bool(operation["security"]) == (endpoint.needs is not None)
        for status, reply in operation["responses"].items():
            assert status == "200" or reply["content"].keys() == {"application/json"}


def test_the_reference_is_in_it(described: Described) -> None:
    paths = described.document["paths"]
    body = paths["/api/generate"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["prompt", "outputType"]
    assert body["properties"]["outputType"]["enum"] == list(OUTPUT_TYPES)
    assert body["properties"]["language"]["enum"] == list(API_LANGUAGES)
    assert "Pro plan" in paths["/api/generate"]["post"]["description"]
    assert "Starter plan" in paths["/api/improve"]["post"]["description"]
    upload = paths["/api/upload"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert upload["required"] == ["fileData", "mimeType", "fileName", "outputType"]
    assert "Pro plan" in paths["/api/upload"]["post"]["description"]


def test_every_event_is_as_described(described: Described) -> None:
    reply = described.document["paths"]["/api/generate"]["post"]["responses"]["200"]
    data = reply["content"]["text/event-stream"]["schema"]["properties"]["data"]
    assert data["contentMediaType"] == "application/json"
    schema = data["contentSchema"]
    seen = set()
    for prompt in ("an API for books with a title", "sort a list in place with quicksort"):
        for event in events(described.service.generate(KEY, prompt)):
            jsonschema_rs.validate(schema, event)
            seen.add(event["type"])
    assert seen == {"token", "done", "error"}
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(schema, {"type": "token"})


def without_security(document: dict[str, Any]) -> dict[str, Any]:
    """A document whose endpoints ask for no key."""
    stripped = copy.deepcopy(document)
    for item in stripped["paths"].values():
        for operation in item.values():
            del operation["security"]
    return stripped


CASES = [
    (endpoint.method, endpoint.path, mode)
    for endpoint in ENDPOINTS
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode is GenerationMode.POSITIVE or endpoint.fields or endpoint.parameters  # else nothing can be wrong
]


@pytest.mark.parametrize(("method", "path", "mode"), CASES)
def test_schemathesis(described: Described, method: str, path: str, mode: GenerationMode) -> None:
    """Statuses, headers and bodies are those of the document; wrong requests are refused, right ones are not."""
    print("seed", SEED)
    accepted = {"expected-statuses": ["200", *map(str, MAY_BE_REFUSED.get(path, []))]}
    configured = {"auth": KEY_GIVEN, "checks": {"positive_data_acceptance": accepted}}
    document, headers = described.document, None
    if mode is GenerationMode.NEGATIVE:  # nothing but the request is wrong: a wrong key would hide that
        document, headers = without_security(document), {"Authorization": f"Bearer {KEY}"}
        del configured["auth"]
    config = SchemathesisConfig.from_dict(configured)
    schema = schemathesis.openapi.from_dict(document, config=config)
    operation: APIOperation[Any, Any, Any, Any] = schema[path][method.lower()]
    statuses: dict[int, int] = {}
    with requests.Session() as session:
        session.trust_env = False

        @seed(SEED)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(data=st.data())
        def hold(data: st.DataObject) -> None:
            case = data.draw(operation.as_strategy(mode))
            response = case.call_and_validate(
                described.service.url, session=session, headers=headers, timeout=20
            )
            statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
            assert not re.search('Traceback|File "', response.text)

        hold()
    print(statuses)
