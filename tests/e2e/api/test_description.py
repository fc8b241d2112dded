"""The OpenAPI description: complete, with examples that are true."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from api import (
    agreements,
    attendance,
    calendars,
    candidates,
    catalogue,
    citizens,
    companies,
    consents,
    drafts,
    figures,
    follow_ups,
    health,
    imports,
    match_runs,
    meeting_records,
    meeting_steps,
    meetings,
    moves,
    occupations,
    on_call,
    openings,
    placement_agreements,
    placements,
    planning_runs,
    plans,
    proposals,
    quotas,
    replans,
    statements,
    team_days,
    troubles,
    units,
)
from api.documentation import A_PROBLEM
from api.problems import MEDIA_TYPE, Problem

ROUTERS = (
    citizens,
    plans,
    catalogue,
    occupations,
    openings,
    units,
    companies,
    imports,
    quotas,
    statements,
    match_runs,
    candidates,
    proposals,
    placement_agreements,
    placements,
    meetings,
    meeting_steps,
    meeting_records,
    agreements,
    planning_runs,
    drafts,
    moves,
    replans,
    team_days,
    consents,
    follow_ups,
    calendars,
    figures,
    health,
    attendance,
    troubles,
    on_call,
)
ROUTES = [route for module in ROUTERS for route in module.router.routes if isinstance(route, APIRoute)]
NAMES = [f"{'/'.join(sorted(route.methods or ()))} {route.path}" for route in ROUTES]


def example(route: APIRoute) -> Any:
    status = route.status_code or 200
    return route.responses[status]["content"]["application/json"]["example"]


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
def test_every_operation_shows_an_answer_that_it_could_give(route: APIRoute) -> None:
    shown = example(route)
    kind: TypeAdapter[Any] = TypeAdapter(route.response_model)
    assert kind.dump_python(kind.validate_python(shown), mode="json", by_alias=True) == shown


@pytest.mark.parametrize("route", [route for route in ROUTES if route.body_field is not None])
def test_every_body_has_an_example_that_is_taken(route: APIRoute) -> None:
    assert route.openapi_extra is not None
    assert route.body_field is not None
    assert route.body_field.field_info.annotation is not None
    given = route.openapi_extra["requestBody"]["content"]["application/json"]["example"]
    TypeAdapter(route.body_field.field_info.annotation).validate_python(given)


def test_the_description_names_every_operation_and_its_problems(app: FastAPI, client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len(operations) == len(ROUTES)
    for operation in operations:
        assert operation["description"]
        assert "422" not in operation["responses"]
        problem = operation["responses"]["default"]["content"][MEDIA_TYPE]
        assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_the_example_of_a_problem_is_one() -> None:
    assert Problem.model_validate(A_PROBLEM).model_dump(exclude_defaults=True) == A_PROBLEM


def test_operations_have_names_of_their_own(app: FastAPI) -> None:
    operations = [operation for path in app.openapi()["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)


def test_pages_for_people_are_no_part_of_the_description(app: FastAPI) -> None:
    assert all(path.startswith(("/api/v1/", "/healthz", "/readyz")) for path in app.openapi()["paths"])


def test_nothing_is_fetched_from_elsewhere_to_show_the_description(client: TestClient) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]
