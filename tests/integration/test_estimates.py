"""Who is read for an estimate, and who may ask: the answer is the one that matching itself would give."""

from datetime import date, time, timedelta
from random import Random

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen, Commitment, Exclusion, Status
from companies import changing
from companies.drafts import OpeningDraft
from companies.queries import opening
from companies.tables import Company, Opening, Sector, Shift, Unit
from core import audit
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ForbiddenError, NotFoundError, TooOftenError
from matcher.engine.arrays.instance import instance
from matcher.engine.arrays.pairs import lawful_candidates
from matcher.estimates.fitting import fitting
from matcher.estimates.loading import load_question
from matcher.estimates.service import AN_HOUR, HOUR, Estimate, estimate
from matcher.loading import load_problem
from tests import rows
from tests.rows import NOW, TODAY

LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
GROUPS = ("jobparat", "aktivitetsparat", "ledighedsydelse", "integration_aktivitetsparat", "foertidspension")
SKILLS, NEEDS = ("forklift", "it_basic"), ("mentor", "quiet")


def some_of(dice: Random, names: tuple[str, ...], share: float) -> list[str]:
    return [name for name in names if dice.random() < share]


def person(session: Session, dice: Random, consultant: User) -> Citizen:
    least = dice.choice((2.0, 6.0, 15.0))
    made = rows.citizen(
        session,
        consultant,
        status=dice.choice((Status.READY, Status.PROPOSED, Status.PROPOSED, Status.NEW, Status.SICK)),
        target_group=dice.choice(GROUPS),
        birth_date=date(dice.randint(1958, 2006), 6, 1),
        unemployed_since=TODAY - timedelta(days=dice.randint(10, 900)),
        resident_since=dice.choice((None, TODAY - timedelta(days=dice.randint(100, 9000)))),
        lat=57.5 + dice.uniform(-0.3, 0.3),
        lon=10.5 + dice.uniform(-0.6, 0.6),
        max_travel_km=dice.choice((5.0, 15.0, 30.0, 250.0)),
        hours_min=least,
        hours_max=least + dice.choice((1.0, 10.0, 20.0)),
        available_from=TODAY + timedelta(days=dice.randint(-30, 120)),
        language=dice.choice(LEVELS),
        skills=some_of(dice, SKILLS, 0.5),
        needs=some_of(dice, NEEDS, 0.2),
        driving_licence=dice.random() < 0.5,
        schemes=dice.choice((None, None, ["virksomhedspraktik"], ["ordinary"])),
    )
    for day in some_of(dice, ("1", "2", "3"), 0.4):
        session.add(Commitment(citizen_id=made.id, weekday=int(day), from_=time(9), to=time(13), what="Sprogskole"))
    return made


def place(session: Session, dice: Random) -> Opening:
    unit = rows.unit(session, lat=57.5 + dice.uniform(-0.2, 0.2), lon=10.5, accommodates=some_of(dice, NEEDS, 0.6))
    company = session.get_one(Company, unit.company_id)
    company.sector = dice.choice(list(Sector))
    company.social_economy_since = dice.choice((None, TODAY, TODAY + timedelta(days=3)))
    begin = TODAY + timedelta(days=dice.randint(-20, 40))
    shifts = [Shift(weekday=day, from_=time(8), to=time(12)) for day in range(1, dice.choice((1, 4, 6)))]
    return rows.opening(
        session,
        unit,
        schemes=dice.choice((["virksomhedspraktik"], ["loentilskud", "igu"], ["fleksjob", "beskyttet", "ordinary"])),
        start_earliest=begin,
        start_latest=begin + timedelta(days=dice.randint(30, 90)),
        hours_min=dice.choice((3.0, 10.0)),
        hours_max=dice.choice((12.0, 37.0)),
        language=dice.choice(LEVELS[:4]),
        skills=some_of(dice, SKILLS, 0.2),
        driving_licence=dice.random() < 0.3,
        shifts=shifts,
    )


def by_matching(session: Session) -> dict[str, set[str]]:
    """Who could come to each opening in the whole municipality's problem."""
    whole = load_problem(session, TODAY)
    found: dict[str, set[str]] = {one.id: set() for one in whole.openings}
    for block in lawful_candidates(instance(whole), np.zeros(len(whole.citizens), dtype=bool)):
        for citizen, where in zip(block.citizen, block.opening, strict=True):
            found[whole.openings[where].id].add(whole.citizens[citizen].id)
    return found


def test_those_who_fit_are_those_whom_matching_could_send(sqlite: Database) -> None:
    dice = Random(5)
    with sqlite.transaction() as session:
        consultant = rows.user(session, capacity=100)
        citizens = [person(session, dice, consultant) for _ in range(150)]
        places = [place(session, dice) for _ in range(12)]
        for one in places:
            session.add_all(Exclusion(citizen_id=who.id, unit_id=one.unit_id) for who in dice.sample(citizens, 10))
    sizes = []
    with sqlite.reading() as session:
        truth = by_matching(session)
        for one in places:
            stored = opening(session, one.id)
            assert stored is not None
            problem = load_question(session, TODAY, stored.unit, stored)
            assert set(fitting(problem)) == truth[f"o{one.id}"]
            sizes.append((len(truth[f"o{one.id}"]), len(problem.citizens)))
    assert sum(fit for fit, _ in sizes) > 30
    assert all(read < 100 for _, read in sizes)


@pytest.fixture
def asking(sqlite: Database) -> tuple[User, Unit, OpeningDraft]:
    """An employer, and a draft that a dozen citizens fit."""
    with sqlite.transaction() as session:
        employer, consultant = rows.user(session, Role.EMPLOYER), rows.user(session)
        unit = rows.unit(session, employer=employer, consultant_id=consultant.id)
        for _ in range(12):
            rows.citizen(session, consultant, lat=unit.lat, lon=unit.lon)
        draft = changing.draft_of(rows.opening(session, unit))
    return employer, unit, draft


def test_an_estimate_is_round_and_kept_in_the_trail_without_anybody_in_it(
    sqlite: Database, asking: tuple[User, Unit, OpeningDraft]
) -> None:
    employer, unit, draft = asking
    with sqlite.transaction() as session:
        told = [estimate(session, employer, NOW, TODAY, draft) for _ in range(2)]
        assert told[0] == told[1]
        assert told[0].about in (10, 20)
        entries = session.scalars(select(AuditEntry)).all()
        assert {(one.subject, one.user_id) for one in entries} == {(f"company:{unit.company_id}", employer.id)}
        assert set(entries[0].facts) == {"unit", "question", "about"}
        assert session.scalars(select(Opening)).all()[-1].id == 1


def test_few_are_not_counted(sqlite: Database, asking: tuple[User, Unit, OpeningDraft]) -> None:
    employer, _, draft = asking
    with sqlite.transaction() as session:
        for one in session.scalars(select(Citizen)).all()[4:]:
            one.status = Status.SICK
        session.flush()
        assert estimate(session, employer, NOW, TODAY, draft) == Estimate(None)


def test_a_firm_may_ask_so_often_in_an_hour_whoever_asks_and_its_consultant_any_time(
    sqlite: Database, asking: tuple[User, Unit, OpeningDraft]
) -> None:
    employer, unit, draft = asking
    with sqlite.transaction() as session:
        for number in range(AN_HOUR):
            audit.record(session, NOW, 1000 + number, "opening.estimated", f"company:{unit.company_id}")
        audit.record(session, NOW, 1, "opening.estimated", f"company:{unit.company_id + 1}")
        session.flush()
        with pytest.raises(TooOftenError):
            estimate(session, employer, NOW + HOUR, TODAY, draft)
        consultant = session.scalars(select(User).where(User.role == Role.CONSULTANT)).one()
        assert estimate(session, consultant, NOW + HOUR, TODAY, draft).about
        later = NOW + HOUR + timedelta(seconds=1)
        assert estimate(session, employer, later, TODAY, draft).about


def test_only_who_may_offer_the_place_may_ask_and_only_about_what_can_be_offered(
    sqlite: Database, asking: tuple[User, Unit, OpeningDraft]
) -> None:
    employer, _, draft = asking
    with sqlite.transaction() as session:
        for user, refused in ((rows.user(session, Role.EMPLOYER), NotFoundError), (rows.user(session), ForbiddenError)):
            with pytest.raises(refused):
                estimate(session, user, NOW, TODAY, draft)
        with pytest.raises(BadInputError):
            estimate(session, employer, NOW, date(2028, 1, 1), draft)
        assert session.scalars(select(AuditEntry)).all() == []
