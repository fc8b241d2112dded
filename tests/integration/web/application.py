"""The pages on an application of their own, for tests that need no API."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from core.db import Database
from core.errors import ConflictError, ForbiddenError, NotFoundError, TovholderError
from web import errors, pages

NUMBERS = {NotFoundError: 404, ForbiddenError: 403, ConflictError: 409}


def application(database: Database) -> FastAPI:
    """Every page, with error pages, for the municipality «Prøvekøbing Kommune»."""
    app = FastAPI()
    pages.install(app, database, municipality="Prøvekøbing Kommune", hosts=("127.0.0.1", "localhost", "testserver"))

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> HTMLResponse:
        return errors.page(request, error.status_code)

    @app.exception_handler(RequestValidationError)
    def of_form(request: Request, error: RequestValidationError) -> HTMLResponse:
        return errors.page(request, 422)

    @app.exception_handler(TovholderError)
    def of_ours(request: Request, error: TovholderError) -> HTMLResponse:
        return errors.page(request, NUMBERS[type(error)], error.message)

    @app.exception_handler(Exception)
    def of_any(request: Request, error: Exception) -> HTMLResponse:
        return errors.page(request, 500)

    @app.get("/gaar-i-stykker")
    def break_down() -> None:
        raise RuntimeError("a secret that no page may show")

    @app.get("/er-optaget")
    def is_taken() -> None:
        raise ConflictError("Pladsen er lige blevet taget. Vælg en anden.")

    return app
