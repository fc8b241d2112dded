"""Is the service alive, and is it ready? For whoever keeps it running."""

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from api.documentation import example
from core import migrations
from core.db import Database

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The service answers."""

    status: str


@router.get("/healthz", responses=example(200, {"status": "alive"}))
def alive() -> Health:
    """Whether the process answers at all; touches nothing else."""
    return Health(status="alive")


@router.get("/readyz", responses=example(200, {"status": "ready"}))
def ready(request: Request) -> Health:
    """Whether the database can be reached and has the newest schema; 503 where not."""
    database: Database = request.app.state.database
    try:
        current = migrations.is_current(database)
    except SQLAlchemyError as error:
        raise HTTPException(503) from error
    if not current:
        raise HTTPException(503)
    return Health(status="ready")
