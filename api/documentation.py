"""What the OpenAPI description says beyond the code: examples, and problems as their own media type."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE, Problem

Responses = dict[int | str, dict[str, Any]]

ABOUT = """Tovholder matches citizens with company placements and plans the meetings around them.

Lists come in pages sorted in a fixed order. Times carry their offset from UTC; days are plain dates. Every problem is
`application/problem+json` with a stable `code` and a Danish `detail`.
"""
A_PROBLEM = {
    "type": "urn:problem-type:tovholder:conflict",
    "title": "Conflict",
    "status": 409,
    "code": "conflict",
    "detail": "Alle pladser i opslaget er optaget. Opret et nyt opslag, hvis der er plads til flere.",
    "instance": "/api/v1/proposals/17/answer",
    "facts": {"rule": "seats", "proposal": 17},
}


def example(status: int, shown: object) -> Responses:
    """For a route's `responses`: what a good answer looks like."""
    return {status: {"content": {"application/json": {"example": shown}}}}


def body(given: object) -> dict[str, Any]:
    """For a route's `openapi_extra`: a body that is taken."""
    return {"requestBody": {"content": {"application/json": {"example": given}}}}


def describe(app: FastAPI) -> None:
    """Let `app` describe itself, with `Problem` as what any operation may answer instead."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # the documented way to extend it


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
    schemas = document["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for leftover in ("HTTPValidationError", "ValidationError"):
        schemas.pop(leftover, None)
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": A_PROBLEM}
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = {"description": "A problem", "content": {MEDIA_TYPE: problem}}
    return document
