"""The real application, with two addresses more that go wrong on purpose."""

from fastapi import FastAPI

from api.app import create_app
from core.errors import ConflictError
from core.settings import Settings


def application(database_url: str) -> FastAPI:
    """Every page and the API, for the municipality «Prøvekøbing Kommune»; runs wait, as nobody carries them out."""
    app = create_app(Settings(database_url=database_url, municipality="Prøvekøbing Kommune"), work=False)

    @app.get("/gaar-i-stykker")
    def break_down() -> None:
        raise RuntimeError("a secret that no page may show")

    @app.get("/er-optaget")
    def is_taken() -> None:
        raise ConflictError("Pladsen er lige blevet taget. Vælg en anden.")

    return app
