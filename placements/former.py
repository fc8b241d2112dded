"""The citizen's last employer, as far as it is known: near groups do not go back there in praktik (LAB § 58)."""

from sqlalchemy.orm import Session

from citizens.tables import Citizen
from companies.folding import firm_name
from companies.tables import Company
from law.schemes import NEAR
from placements import queries

PAID = ("ordinary", "fleksjob")
STILL = 9999
"""The last year of a job without one."""


def back_to_last_employer(session: Session, citizen: Citizen, company: Company, scheme: str) -> bool:
    """Whether a praktik would bring a citizen of a near group back to the firm they last worked for.

    A paid placement of the service is sure; else the newest job they have told of counts, by the firm's name.
    """
    if scheme != "virksomhedspraktik" or citizen.target_group not in NEAR:
        return False
    sure = queries.last_company(session, citizen.id, PAID)
    if sure is not None:
        return sure == company.id
    told = _last_told(session, citizen.id)
    return told is not None and firm_name(told) == firm_name(company.name)


def _last_told(session: Session, citizen_id: int) -> str | None:
    jobs = sorted(queries.jobs(session, citizen_id), key=lambda job: (job.to_year or STILL, job.from_year or 0, job.id))
    return jobs[-1].place if jobs else None
