"""The OpenAPI document and the service that it describes, held against each other.

`ACQUIS_REQUESTS` says how many requests are made in all; the full run makes 20,000.
"""

import os
from contextlib import suppress
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from acquis.names import BASE

REQUESTS = int(os.environ.get("ACQUIS_REQUESTS", "500"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def document(server: str) -> Any:
    return httpx.get(f"{server}/openapi.json", timeout=120).raise_for_status().json()


@pytest.fixture(scope="module")
def schema(server: str, document: Any) -> Any:
    return schemathesis.openapi.from_dict(document)


def test_document_is_valid(schema: Any) -> None:
    schema.validate()


def test_document_has_all_questions_with_examples_of_their_answers(
    server: str, document: Any
) -> None:
    listed = httpx.get(f"{server}/api").json()["questions"]
    for question in listed:
        operation = document["paths"][f"/api/{question['name']}"]["get"]
        assert operation["summary"] == question["question"]
        assert question["note"] in operation["description"]
        own = {each["name"]: each for each in operation["parameters"] if "name" in each}
        for parameter in question["parameters"]:
            assert own[parameter["name"]]["schema"]["default"] == parameter["default"]
        example = operation["responses"]["200"]["content"]["application/json"]["example"]
        answer = httpx.get(f"{server}{question['answer']}", params={"limit": 2}, timeout=60)
        assert answer.json() == example


def test_each_form_of_a_graph_is_of_the_type_that_the_document_tells(
    server: str, document: Any
) -> None:
    content = document["paths"]["/graph-store"]["get"]["responses"]["200"]["content"]
    for media_type, told in content.items():
        if media_type != "text/html":
            answer = httpx.get(
                f"{server}/graph-store",
                params={"graph": f"{BASE}graph/data/ttl/values"},
                headers={"Accept": media_type},
                timeout=60,
            ).raise_for_status()
            is_object = media_type.endswith("json") and isinstance(answer.json(), dict)
            assert told["schema"]["type"] == ("object" if is_object else "string")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_requests_of_the_document_are_answered_as_it_says(
    server: str, schema: Any, mode: GenerationMode
) -> None:
    """No fault of the server, and no status, type, header or content that it does not tell.

    Where an operation takes nothing, no request to it can break the document.
    """
    operations = [found.ok() for found in schema.get_all_operations()]
    each = -(-REQUESTS // (2 * len(operations)))
    made = 0
    with requests.Session() as session:
        for operation in operations:

            @settings(
                max_examples=each,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
                database=None,
            )
            @given(operation.as_strategy(generation_mode=mode))
            def ask(case: Case) -> None:
                nonlocal made
                made += 1
                case.call_and_validate(base_url=server, session=session, checks=CHECKS)

            with suppress(Unsatisfiable):
                ask()
    assert made >= REQUESTS // 4
