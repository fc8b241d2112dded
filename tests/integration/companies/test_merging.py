"""Two companies that are one, and two that only look so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies.register import alike, contacts, merging, queries
from companies.register.tables import CompanyMerge, Distinction
from companies.tables import Company, Unit
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from tests import rows
from tests.rows import NOW
from tests.unit.companies.test_register_drafts import CONTACT


def firm(session: Session, name: str, address: str = "Kajen 2", employer: User | None = None) -> Company:
    unit = rows.unit(session, employer=employer, address=address)
    company = session.get_one(Company, unit.company_id)
    company.name = name
    session.flush()
    return company


def test_everything_goes_over_and_the_history_stays(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen, else_, both = rows.user(session), rows.user(session, Role.EMPLOYER), rows.user(session, Role.EMPLOYER)
        kept, gone = firm(session, "Kringlen", employer=both), firm(session, "Kringlen ApS", employer=else_)
        opening = rows.opening(session, queries.units_of(session, gone.id)[0])
        contact = contacts.add(session, karen, NOW, gone.id, CONTACT)
        units = rows.ids(queries.units_of(session, gone.id))
        merging.merge(session, karen, NOW, kept.id, gone.id, "samme ejer og adresse")
        found = queries.companies_by_id(session, [kept.id, gone.id])
        assert rows.ids(found[gone.id].units) == []
        assert units[0] in rows.ids(found[kept.id].units)
        assert session.get_one(Unit, opening.unit_id).company_id == kept.id
        assert rows.ids(queries.contacts(session, kept.id)) == [contact.id]
        assert {one.user_id for one in queries.users_of(session, [kept.id])} == {both.id, else_.id}
        history = queries.merges(session, kept.id)[0]
        assert (history.gone_id, history.user_id, history.reason) == (gone.id, karen.id, "samme ejer og adresse")
        assert history.was["gone"]["name"] == "Kringlen ApS"
        assert (history.was["units"], history.was["contacts"], history.was["users"]) == (
            units,
            [contact.id],
            [else_.id],
        )


def test_the_company_that_went_is_listed_no_more_and_its_number_leads_to_the_one_kept(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen = rows.user(session)
        first, second, third = (firm(session, f"Kringlen {number}") for number in range(3))
        merging.merge(session, karen, NOW, second.id, first.id, "samme")
        merging.merge(session, karen, NOW, third.id, second.id, "samme")
        assert rows.ids(queries.companies(session)) == [third.id]
        known = queries.known_cvr(session, [first.cvr, second.cvr, third.cvr])
        assert {one.id for one in known.values()} == {third.id}


def test_merging_twice_is_once_and_what_is_merged_cannot_be_merged_elsewhere(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen = rows.user(session)
        kept, gone, third = (firm(session, f"Kringlen {number}") for number in range(3))
        for _ in range(2):
            merging.merge(session, karen, NOW, kept.id, gone.id, "samme")
        assert len(queries.merges(session, kept.id)) == 1
        for pair in [(third.id, gone.id), (gone.id, third.id)]:
            with pytest.raises(ConflictError):
                merging.merge(session, karen, NOW, *pair, "samme")


def test_who_may_not_register_may_not_merge_and_a_reason_is_asked(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        one, other, karen = firm(session, "A"), firm(session, "B"), rows.user(session)
        with pytest.raises(ForbiddenError):
            merging.merge(session, rows.user(session, Role.MANAGER), NOW, one.id, other.id, "samme")
        with pytest.raises(BadInputError, match="hvordan I ved"):
            merging.merge(session, karen, NOW, one.id, other.id, " ")
        with pytest.raises(BadInputError, match="to forskellige"):
            merging.merge(session, karen, NOW, one.id, one.id, "samme")
        with pytest.raises(NotFoundError):
            merging.merge(session, karen, NOW, one.id, 999, "samme")


def test_two_who_merge_the_same_pair_crosswise_at_once_end_with_one_company(database: Database) -> None:
    with database.transaction() as session:
        karen = rows.user(session)
        pair = firm(session, "Kringlen").id, firm(session, "Kringlen ApS").id
    together = Barrier(2)

    def merge(kept_id: int, gone_id: int) -> bool:
        together.wait()
        try:
            with database.transaction() as session:
                merging.merge(session, karen, NOW, kept_id, gone_id, "samme")
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(merge, pair, reversed(pair)))
    assert sorted(outcomes) == [False, True]
    with database.reading() as session:
        assert len(queries.companies(session)) == 1
        assert session.query(CompanyMerge).count() == 1


def test_a_company_like_one_registered_before_is_shown_until_somebody_decides(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        karen = rows.user(session)
        old, new = firm(session, "Bageriet Kringlen ApS"), firm(session, "Bageriet Kringlen I/S", "Kajen 2, 1. sal")
        firm(session, "Smedjen", "Havnegade 1")
        assert [one.company.id for one in alike.like(session, "BAGERIET KRINGLEN", "Kajen 2", "Skagen")] == [
            old.id,
            new.id,
        ]
        assert [one.company.id for one in alike.like_company(session, old)] == [new.id]
        found = alike.suspicions(session)
        assert [(one.company.id, [other.company.id for other in one.others]) for one in found] == [(new.id, [old.id])]
        assert alike.suspicions(session, before=new.id) == []
        for _ in range(2):
            alike.distinguish(session, karen, NOW, new.id, old.id)
        assert alike.suspicions(session) == []
        assert alike.like_company(session, old) == []
        assert session.query(Distinction).count() == 1


def test_a_company_that_went_is_no_longer_like_any(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        kept, gone = firm(session, "Bageriet Kringlen ApS"), firm(session, "Bageriet Kringlen I/S")
        merging.merge(session, rows.user(session), NOW, kept.id, gone.id, "samme")
        assert alike.suspicions(session) == []
        assert [one.company.id for one in alike.like(session, "Bageriet Kringlen", "", "")] == [kept.id]


def test_a_manager_decides_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        one, other = firm(session, "A"), firm(session, "B")
        with pytest.raises(ForbiddenError):
            alike.distinguish(session, rows.user(session, Role.MANAGER), NOW, one.id, other.id)
        with pytest.raises(BadInputError):
            alike.distinguish(session, rows.user(session), NOW, one.id, one.id)
