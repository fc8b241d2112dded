"""A refusal under the cap is kept although the request that was refused is undone: in a transaction of its own."""

from fastapi import FastAPI, Request
from starlette.responses import Response

from api import problems
from core.db import Database
from placements.evidence.deciding import RefusedError, keep_refusal


def install(app: FastAPI) -> None:
    """Keep every refusal of `app`, and answer it as any other conflict."""
    app.add_exception_handler(RefusedError, _keep)


def _keep(request: Request, error: Exception) -> Response:
    """By now the request's own transaction has ended, and its locks are free."""
    assert isinstance(error, RefusedError)
    database: Database = request.app.state.database
    with database.transaction() as session:
        keep_refusal(session, error)
    return problems.of_ours(request, error)
