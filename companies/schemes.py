"""The schemes that a company can offer: some are for social-economy and public ones alone."""

from collections.abc import Sequence
from datetime import date

from companies.tables import Company, Sector
from core.errors import Fault
from law.schemes import SCHEME_NAMES, SCHEMES, terms


def can_offer(company: Company, scheme: str, day: date) -> bool:
    """Whether `scheme` is open to a company of its kind under the rules of `day`. Raises KeyError for unknown ones."""
    law = terms(scheme, day)
    if law is None or not law.social_or_public_only or company.sector is Sector.PUBLIC:
        return law is not None
    return company.social_economy_since is not None and company.social_economy_since <= day


def faults(company: Company, schemes: Sequence[str], day: date) -> list[Fault]:
    """The schemes that the company cannot offer from `day` on, at their places in the exchange format of openings."""
    return [
        Fault(f"schemes[{place}]", f"{SCHEME_NAMES[scheme]} er kun for socialøkonomiske og offentlige; vælg en anden")
        for place, scheme in enumerate(schemes)
        if scheme in SCHEMES and not can_offer(company, scheme, day)
    ]
