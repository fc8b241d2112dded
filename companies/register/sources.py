"""Where the register's records come from: a file, or the live service behind the same small interface."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from companies.register.cvr import Found, Record, found
from companies.register.numbers import cvr_fault
from core.errors import BadInputError, Fault, TovholderError
from core.settings import Settings

LARGEST_ANSWER = 20_000_000
"""Bytes; a large company with all its units takes some millions."""
MOST_UNITS = 1000


class RegisterError(TovholderError):
    """The register does not answer, or not in a way that can be read; nothing was changed."""

    code = "register"


class Register(Protocol):
    """Asks the central business register."""

    def company(self, cvr: str) -> Found | None:
        """The company with its units, or None where the register has none. Raises RegisterError, BadInputError."""


@dataclass(frozen=True, slots=True)
class FileRegister:
    """Records from a file: a JSON list, or a line each, of `{"Vrvirksomhed": …}` and `{"VrproduktionsEnhed": …}`.

    For municipalities that fetch an extract, and for demonstrations.
    """

    path: Path

    def company(self, cvr: str) -> Found | None:
        """The company with its units, as the file has them."""
        _check(cvr)
        records = _records(self.path.read_bytes())
        return _of(cvr, records)


@dataclass(frozen=True, slots=True)
class LiveRegister:
    """The register's own search service (Elasticsearch over HTTPS with a name and a password).

    seconds: how long each answer may take. Redirects are not followed: the password goes to `address` only.
    """

    address: str
    user: str
    password: str = field(repr=False)
    seconds: float = 10.0

    def company(self, cvr: str) -> Found | None:
        """The company with its units, as the service has them now."""
        _check(cvr)
        number = int(cvr)
        companies = self._ask("virksomhed", {"term": {"Vrvirksomhed.cvrNummer": number}}, 1)
        if not companies:
            return None
        units = {"term": {"VrproduktionsEnhed.virksomhedsrelation.cvrNummer": number}}
        return _of(cvr, [*companies, *self._ask("produktionsenhed", units, MOST_UNITS)])

    def _ask(self, kind: str, query: Mapping[str, object], size: int) -> list[Record]:
        body = json.dumps({"query": query, "size": size}).encode()
        secret = b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {secret}"}
        address = f"{self.address.rstrip('/')}/{kind}/_search"
        if urlsplit(address).scheme not in ("http", "https"):
            raise RegisterError("CVR's adresse skal begynde med https://. Ret indstillingen.")
        request = Request(address, body, headers)  # noqa: S310 # the scheme is checked above
        try:
            with build_opener(_StayHere).open(request, timeout=self.seconds) as answer:
                content = answer.read(LARGEST_ANSWER + 1)
        except (URLError, OSError) as error:
            raise RegisterError("CVR svarer ikke. Prøv igen senere, eller skriv oplysningerne selv.") from error
        if len(content) > LARGEST_ANSWER:
            raise RegisterError("CVR's svar er for stort. Skriv oplysningerne selv.")
        return _hits(content)


def configured(settings: Settings) -> Register | None:
    """The register that the municipality has set up: a file, the live service, or none."""
    if settings.cvr_file is not None:
        return FileRegister(settings.cvr_file)
    if settings.cvr_address is None or settings.cvr_user is None or settings.cvr_password is None:
        return None
    return LiveRegister(settings.cvr_address, settings.cvr_user, settings.cvr_password.get_secret_value())


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """No other address gets the password."""


def _hits(content: bytes) -> list[Record]:
    try:
        return [hit["_source"] for hit in json.loads(content)["hits"]["hits"]]
    except (ValueError, KeyError, TypeError) as error:
        raise RegisterError("CVR's svar kan ikke læses. Skriv oplysningerne selv.") from error


def _records(content: bytes) -> list[Record]:
    try:
        text = content.decode("utf-8-sig")
        lines = json.loads(text) if text.lstrip().startswith("[") else [json.loads(one) for one in text.splitlines()]
        return [one.get("_source", one) for one in lines]
    except (ValueError, AttributeError) as error:
        raise RegisterError("Filen med CVR-data kan ikke læses. Hent den igen.") from error


def _of(cvr: str, records: Sequence[Record]) -> Found | None:
    company = next((one["Vrvirksomhed"] for one in records if _number(one.get("Vrvirksomhed")) == int(cvr)), None)
    units = [one["VrproduktionsEnhed"] for one in records if _belongs(one.get("VrproduktionsEnhed"), int(cvr))]
    return None if company is None else found(company, units)


def _number(company: object) -> object:
    return company.get("cvrNummer") if isinstance(company, Mapping) else None


def _belongs(unit: object, cvr: int) -> bool:
    relations = unit.get("virksomhedsrelation") if isinstance(unit, Mapping) else None
    return any(_number(one) == cvr and not (one.get("periode") or {}).get("gyldigTil") for one in relations or ())


def _check(cvr: str) -> None:
    if fault := cvr_fault(cvr):
        raise BadInputError([Fault("cvr", fault)])
