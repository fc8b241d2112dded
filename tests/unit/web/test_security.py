"""A browser is told to run nothing but our own files, and other sites can change nothing here."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from web.security import CONTENT_SECURITY_POLICY, SecurityMiddleware, comes_from_here


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    app.add_middleware(SecurityMiddleware)

    @app.get("/static/style.css")
    def style() -> str:
        return "a {}"

    @app.api_route("/", methods=["GET", "POST"])
    def change() -> str:
        return "done"

    with TestClient(app) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/missing"])
def test_every_answer_carries_the_policies(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(("path", "kept"), [("/", "no-store"), ("/missing", "no-store"), ("/static/style.css", None)])
def test_nothing_but_static_files_is_kept_by_browsers(client: TestClient, path: str, kept: str | None) -> None:
    assert client.get(path).headers.get("cache-control") == kept


def test_the_policy_allows_neither_inline_code_nor_other_sites_nor_frames() -> None:
    policy = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))

    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "http://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:8001"},
        {"origin": "null"},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/", headers=headers)

    assert answer.status_code == 403
    assert "andet websted" in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://testserver"}],
)
def test_a_change_asked_for_by_our_own_pages_or_a_program_goes_through(
    client: TestClient, headers: dict[str, str]
) -> None:
    assert client.post("/", headers=headers).status_code == 200


def test_looking_is_allowed_from_anywhere(client: TestClient) -> None:
    assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_the_origin_is_compared_with_its_port() -> None:
    here = {"host": "127.0.0.1:8000"}

    assert comes_from_here(Headers(here | {"origin": "http://127.0.0.1:8000"}))
    assert not comes_from_here(Headers(here | {"origin": "http://127.0.0.1"}))
