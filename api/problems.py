"""The only map from what went wrong to what HTTP says: RFC 9457 problem+json for programs, a page for people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.faults import faults
from core.errors import (
    BadInputError,
    ConflictError,
    Fault,
    ForbiddenError,
    NotFoundError,
    TooOftenError,
    TovholderError,
)
from web import errors as pages

MEDIA_TYPE = "application/problem+json"
FOR_PROGRAMS = ("/api/", "/healthz", "/readyz")
RETRY_SECONDS = "5"

STATUS: Mapping[type[TovholderError], HTTPStatus] = {
    BadInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    TooOftenError: HTTPStatus.TOO_MANY_REQUESTS,
    TovholderError: HTTPStatus.BAD_REQUEST,
}
CODES: Mapping[int, str] = {400: "bad_query", 401: "unknown_person", 404: "not_found", 422: "bad_input"}
DETAILS: Mapping[int, str] = {
    400: "Forespørgslen kan ikke bruges, som den er. Ret det, der er nævnt, og prøv igen.",
    401: "Vælg først, hvem du er: cookien eller headeren skal nævne en bruger, der findes.",
    404: "Adressen findes ikke.",
    405: "Det kan man ikke gøre på denne adresse.",
    409: "En anden har ændret det samme imens. Hent det igen, og prøv igen.",
    422: "Indholdet kan ikke bruges, som det er. Ret fejlene, og send det igen.",
    503: "Databasen er optaget eller kan ikke nås. Prøv igen om lidt.",
}
SORRY = "Noget gik galt hos os. Fejlen er noteret. Prøv igen om lidt."


class Problem(BaseModel):
    """A problem as RFC 9457 says, with a stable `code`."""

    type: str = Field(examples=["urn:problem-type:tovholder:conflict"])
    title: str = Field(description="The HTTP status in words")
    status: int
    code: str = Field(description="Stable; for programs")
    detail: str = Field(description="For people, in Danish; says how to mend it")
    instance: str = Field(description="The address that was asked")
    faults: list[dict[str, str]] = Field(default=[], description="Each fault: `place` and `message`")
    facts: dict[str, Any] = Field(default={}, description="What the problem is about")


def install(app: FastAPI) -> None:
    """Answer every error of `app` through this file."""
    app.add_exception_handler(TovholderError, of_ours)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(IntegrityError, _of_race)
    app.add_exception_handler(OperationalError, _of_database)
    app.add_exception_handler(Exception, _of_anything)


def of_ours(request: Request, error: Exception) -> Response:
    """The answer to an error of ours, by its kind."""
    assert isinstance(error, TovholderError)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if isinstance(error, BadInputError):
        return _answer(request, status, error.code, _listed(error.faults), found=error.faults)
    return _answer(request, status, error.code, error.message, facts=error.facts)


def _of_request(request: Request, error: Exception) -> Response:
    """422 is for payloads; an address that cannot be is not there, and any other part of the request is just bad."""
    assert isinstance(error, RequestValidationError)
    parts = {one["loc"][0] for one in error.errors()}
    status = HTTPStatus.BAD_REQUEST
    if "path" in parts:
        status = HTTPStatus.NOT_FOUND
    elif "body" in parts:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    found = [] if "path" in parts else faults(error.errors())
    return _answer(request, status, CODES[status], DETAILS[status], found=found)


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = DETAILS.get(error.status_code, SORRY)
    code = CODES.get(error.status_code, "http_error")
    return _answer(request, HTTPStatus(error.status_code), code, detail, headers=error.headers)


def _of_race(request: Request, _error: Exception) -> Response:
    return _answer(request, HTTPStatus.CONFLICT, ConflictError.code, DETAILS[409])


def _of_database(request: Request, _error: Exception) -> Response:
    headers = {"Retry-After": RETRY_SECONDS}
    return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", DETAILS[503], headers=headers)


def _of_anything(request: Request, _error: Exception) -> Response:
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "internal", SORRY)


def _listed(found: tuple[Fault, ...]) -> str:
    return DETAILS[422] if len(found) > 1 else "".join(f"{fault.place}: {fault.message}" for fault in found)


def _answer(
    request: Request,
    status: HTTPStatus,
    code: str,
    detail: str,
    *,
    found: list[Fault] | tuple[Fault, ...] = (),
    facts: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    if not request.url.path.startswith(FOR_PROGRAMS):
        return pages.page(request, status, detail, found)
    problem = Problem(
        type=f"urn:problem-type:tovholder:{code}",
        title=status.phrase,
        status=status,
        code=code,
        detail=detail,
        instance=request.url.path,
        faults=[{"place": fault.place, "message": fault.message} for fault in found],
        facts=jsonable_encoder(facts or {}),
    )
    return JSONResponse(problem.model_dump(exclude_defaults=True), status, headers, media_type=MEDIA_TYPE)
