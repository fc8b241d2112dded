"""Whether a scheme is lawful for a citizen at a firm on the day it begins, read off the terms of `law.schemes`. Pure.

The messages are for the municipality: they tell of the citizen, and no employer sees them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from citizens.tables import Citizen
from companies.tables import Company, Sector
from law.schemes import Terms, terms
from law.workdays import months_between


def unlawful(citizen: Citizen, company: Company, scheme: str, start: date, hours: float) -> Iterator[str]:
    """Every condition of the scheme that is not met, in Danish. hours: weekly."""
    law = terms(scheme, start)
    if law is None or (citizen.target_group, company.sector.value) not in law.weeks:
        yield "Ordningen er ikke åben for borgerens målgruppe."
        return
    if law.social_or_public_only and company.sector is Sector.PRIVATE and not _social(company, start):
        yield "Ordningen er kun mulig i socialøkonomiske og offentlige virksomheder."
    if law.last_start is not None and start > law.last_start:
        yield f"Ordningen kan senest begynde {law.last_start:%d.%m.%Y}."
    if hours < law.least_weekly_hours:
        yield f"Ordningen kræver mindst {law.least_weekly_hours:g} timer om ugen."
    yield from _about_the_person(law, citizen, start)


def longest_stay(citizen: Citizen, company: Company, scheme: str, start: date) -> date | None:
    """The first day after the longest stay that begins on `start`; None where there is no limit."""
    law = terms(scheme, start)
    weeks = None if law is None else law.weeks.get((citizen.target_group, company.sector.value))
    return None if weeks is None else start + timedelta(weeks=weeks)


def _social(company: Company, on: date) -> bool:
    return company.social_economy_since is not None and company.social_economy_since <= on


def _about_the_person(law: Terms, citizen: Citizen, start: date) -> Iterator[str]:
    age = start.year - citizen.birth_date.year
    if (law.age_from is not None and age < law.age_from) or (law.age_to is not None and age > law.age_to):
        yield f"Ordningen er for borgere fra {law.age_from} til {law.age_to} år."
    if law.residence_years_below is not None and not _arrived_lately(law.residence_years_below, citizen, start):
        yield f"Ordningen kræver ophold i Danmark i under {law.residence_years_below} år."
    months = law.unemployed_months
    if (
        months is not None
        and not _exempt(law, citizen, age)
        and months_between(citizen.unemployed_since, start) < months
    ):
        yield f"Ordningen kræver mindst {months} hele måneders ledighed på startdagen."


def _arrived_lately(below: int, citizen: Citizen, start: date) -> bool:
    return citizen.resident_since is not None and months_between(citizen.resident_since, start) < 12 * below


def _exempt(law: Terms, citizen: Citizen, age: int) -> bool:
    return (
        (law.exempt_age is not None and age >= law.exempt_age)
        or (law.exempt_single_parent and citizen.single_parent)
        or (law.exempt_no_education and citizen.no_education)
    )
