"""The same user's same key makes one thing once."""

import pytest
from sqlalchemy.orm import Session

from accounts.once import once
from accounts.tables import User
from core.db import Database
from core.errors import ConflictError
from tests import rows
from tests.rows import NOW


@pytest.fixture
def makes() -> list[int]:
    """The ids of what was made."""
    return []


def make(session: Session, user: User, makes: list[int], key: str = "k" * 16, what: str = "meeting") -> int:
    def another() -> int:
        makes.append(len(makes) + 1)
        return makes[-1]

    return once(session, NOW, user, key, what, another)


def test_asking_again_gives_what_was_made_before(database: Database, makes: list[int]) -> None:
    with database.transaction() as session:
        user = rows.user(session)
        first = make(session, user, makes)
    with database.transaction() as session:
        assert make(session, user, makes) == first
    assert makes == [first]


def test_another_key_and_another_user_make_something_of_their_own(database: Database, makes: list[int]) -> None:
    with database.transaction() as session:
        one, other = rows.user(session), rows.user(session)
        assert make(session, one, makes) != make(session, one, makes, key="l" * 16) != make(session, other, makes)
    assert len(makes) == 3


def test_a_key_is_for_one_kind_of_thing(database: Database, makes: list[int]) -> None:
    with database.transaction() as session:
        user = rows.user(session)
        make(session, user, makes)
        with pytest.raises(ConflictError, match="brugt til noget andet"):
            make(session, user, makes, what="agreement")
    assert len(makes) == 1


def test_what_is_undone_can_be_asked_for_again(database: Database, makes: list[int]) -> None:
    with database.transaction() as session:
        user = rows.user(session)

    def fail() -> int:
        raise ConflictError("optaget")

    with pytest.raises(ConflictError), database.transaction() as session:
        once(session, NOW, user, "k" * 16, "meeting", fail)
    with database.transaction() as session:
        assert make(session, user, makes) == 1
