"""Alive and ready."""

from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from core.db import Database
from core.settings import Settings


def unready(url: str) -> TestClient:
    return TestClient(create_app(Settings(database_url=url), work=False), base_url="http://127.0.0.1")


def test_a_service_with_a_current_database_is_alive_and_ready(database: Database) -> None:
    with TestClient(create_app(Settings(database_url=database.url), work=False), base_url="http://127.0.0.1") as client:
        assert client.get("/healthz").json() == {"status": "alive"}
        assert client.get("/readyz").json() == {"status": "ready"}


def test_without_the_newest_schema_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    with unready(f"sqlite:///{tmp_path}/empty.db") as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


def test_without_a_database_it_is_alive_and_not_ready() -> None:
    with unready("postgresql+psycopg://nobody@127.0.0.1:9/none") as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503


def test_the_background_work_starts_and_stops_with_the_service(sqlite: Database, tmp_path: Path) -> None:
    app: FastAPI = create_app(Settings(database_url=sqlite.url, var=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/readyz").status_code == 200
