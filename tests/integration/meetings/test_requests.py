"""A meeting is asked for: by kind, with those who are usually there, and nobody without consent."""

from datetime import date, timedelta

import pytest

from accounts.tables import Authority, Role
from citizens import consents as given
from citizens.tables import Citizen, Consent, Household, Involvement
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.meetings import agenda, consents, defaults, life, requests, windows
from scheduler.meetings.defaults import Suggestion
from scheduler.meetings.kinds import KINDS, Part
from scheduler.meetings.requests import Invitee
from scheduler.meetings.tables import AgendaSource
from scheduler.meetings.windows import Window
from scheduler.tables import Meeting, MeetingState
from tests import build
from tests.build import NOW, TODAY
from tests.integration.meetings.town import Town, at, wall


def suggest(town: Town, kind: str) -> Suggestion:
    with town.database.reading() as session:
        citizen = session.get_one(Citizen, town.citizen)
        return defaults.suggested(session, NOW, town.user(session), kind, citizen)


def test_a_talk_suggests_citizen_and_caseworker_in_the_town_hall(town: Town) -> None:
    found = suggest(town, "samtale")
    assert [(one.user_id, one.citizen_id) for one in found.invitees] == [(None, town.citizen), (town.caseworker, None)]
    assert (found.chair_id, found.site_ids, found.kind.minutes) == (town.caseworker, [town.hall], 45)
    assert found.unfilled == []


def test_a_start_meeting_may_be_at_home_and_tells_which_parts_nobody_fills(town: Town) -> None:
    found = suggest(town, "opstartsmoede")
    assert found.site_ids == [town.home, town.hall]
    assert found.unfilled == [Part.SOCIAL_CASEWORKER, Part.SUPPORT_WORKER]


def test_a_suggestion_tells_which_consents_it_takes(database: Database, town: Town) -> None:
    with database.transaction() as session:
        session.add(
            Involvement(
                citizen_id=town.citizen, user_id=town.social, authority=Authority.SOCIAL, since=date(2026, 1, 1)
            )
        )
    found = suggest(town, "udviklingsgruppe")
    assert Invitee(user_id=town.social) in found.invitees
    (missing,) = found.missing
    assert (missing.user_id, missing.authority, missing.citizen_id) == (town.social, Authority.SOCIAL, town.citizen)


@pytest.mark.parametrize(
    ("earliest", "due", "latest", "places"),
    [
        (date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 3), ["earliest", "latest"]),
        (TODAY, TODAY, date(9999, 12, 31), ["latest"]),
        (TODAY, TODAY - timedelta(days=1), TODAY, ["due"]),
    ],
)
def test_a_window_is_ahead_and_within_two_years(
    town: Town, earliest: date, due: date, latest: date, places: list[str]
) -> None:
    meeting_id = town.request()
    with pytest.raises(BadInputError) as refused, town.database.transaction() as session:
        windows.set_window(session, NOW, town.user(session), meeting_id, Window(earliest, due, latest))
    assert [fault.place for fault in refused.value.faults] == places


def test_a_first_day_that_has_gone_by_may_stand(database: Database, town: Town) -> None:
    meeting_id, later = town.request(), NOW + timedelta(days=7)
    first = town.meeting(meeting_id).earliest
    with database.transaction() as session:
        due = TODAY + timedelta(days=30)
        windows.set_window(session, later, town.user(session), meeting_id, Window(first, due, due))
    assert town.meeting(meeting_id).due == due


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_its_people_and_an_agenda_that_ends_in_agreements(town: Town, kind: str) -> None:
    found = suggest(town, kind)
    assert found.invitees or found.unfilled
    assert KINDS[kind].agenda[-1].startswith("Aftaler")


def test_a_meeting_begins_with_its_kinds_agenda(town: Town) -> None:
    meeting = town.meeting(town.request())
    with town.database.reading() as session:
        points = agenda.agenda(session, meeting)
    assert tuple(point.text for point in points) == KINDS["samtale"].agenda
    assert {point.source for point in points} == {AgendaSource.TEMPLATE}


def test_a_missing_consent_is_named_by_authority_and_person_and_can_be_recorded(database: Database, town: Town) -> None:
    with pytest.raises(BadInputError) as refused:
        town.request(None, Invitee(user_id=town.social))
    (fault,) = refused.value.faults
    assert fault.place == "participants[2].user"
    assert "socialområdet" in fault.message
    assert "Bo Prøve" in fault.message
    with database.transaction() as session:
        user = town.user(session, town.caseworker)
        (missing,) = consents.missing(session, NOW, user, [town.citizen], [town.social])
        given.record(session, NOW, user, missing.citizen_id, missing.authority, "Deltagelse i møder")
    assert town.request(None, Invitee(user_id=town.social))


def test_every_adult_of_the_household_who_is_there_must_consent_and_children_need_not(
    database: Database, town: Town
) -> None:
    with database.transaction() as session:
        home = Household(name="Familien Prøve")
        session.add(home)
        session.flush()
        caseworker = town.user(session, town.caseworker)
        session.get_one(Citizen, town.citizen).household_id = home.id
        partner = build.citizen(session, caseworker, household_id=home.id).id
        child = build.citizen(session, caseworker, household_id=home.id, birth_date=date(2015, 5, 5)).id
    town.consent(town.citizen)
    family = [Invitee(citizen_id=partner), Invitee(citizen_id=child)]
    with pytest.raises(BadInputError) as refused:
        town.request(None, *family, Invitee(user_id=town.social))
    assert len(refused.value.faults) == 1
    town.consent(partner)
    assert town.request(None, *family, Invitee(user_id=town.social))


def test_a_childs_meeting_takes_the_consent_of_the_adults_at_home(database: Database, town: Town) -> None:
    with database.transaction() as session:
        home = Household(name="Familien Prøve")
        session.add(home)
        session.flush()
        session.get_one(Citizen, town.citizen).household_id = home.id
        caseworker = town.user(session, town.caseworker)
        child = build.citizen(session, caseworker, household_id=home.id, birth_date=date(2015, 5, 5)).id
        missing = consents.missing(session, NOW, caseworker, [child], [town.social])
    assert [one.citizen_id for one in missing] == [town.citizen]


def test_whoever_carries_the_case_needs_no_consent(database: Database, town: Town) -> None:
    with database.transaction() as session:
        session.get_one(Citizen, town.citizen).support_worker_id = town.social
    assert town.request(None, Invitee(user_id=town.social))


def test_a_consent_is_recorded_once_by_whom_and_when(database: Database, town: Town) -> None:
    with database.transaction() as session:
        user = town.user(session, town.caseworker)
        one = given.record(session, NOW, user, town.citizen, Authority.HEALTH, "Møder", TODAY)
        again = given.record(session, NOW, user, town.citizen, Authority.HEALTH, "Møder")
        assert (one.id, one.recorded_by, one.given_on) == (again.id, town.caseworker, TODAY)


@pytest.mark.parametrize(("scope", "day"), [(" ", TODAY), ("x" * 501, TODAY), ("Møder", date(2026, 12, 24))])
def test_a_consent_says_what_for_and_is_not_given_tomorrow(town: Town, scope: str, day: date) -> None:
    with pytest.raises(BadInputError), town.database.transaction() as session:
        given.record(session, NOW, town.user(session, town.caseworker), town.citizen, Authority.HEALTH, scope, day)


def test_nobody_records_consent_for_a_citizen_that_is_not_theirs_to_see(database: Database, town: Town) -> None:
    with pytest.raises(NotFoundError), database.transaction() as session:
        given.record(session, NOW, town.user(session, town.social), town.citizen, Authority.SOCIAL, "Møder")


def test_withdrawing_twice_keeps_the_first_day_and_an_unknown_consent_is_not_found(
    database: Database, town: Town
) -> None:
    consent = town.consent(town.citizen)
    with database.transaction() as session:
        user = town.user(session, town.caseworker)
        consents.withdraw(session, NOW, user, consent)
        consents.withdraw(session, at(24, 9), user, consent)
        assert session.get_one(Consent, consent).withdrawn_on == TODAY
        with pytest.raises(NotFoundError):
            consents.withdraw(session, NOW, user, 999_999)


def test_chair_length_and_people_are_checked(database: Database, town: Town) -> None:
    with pytest.raises(BadInputError) as refused, database.transaction() as session:
        requests.request_meeting(
            session, NOW, TODAY, "samtale", town.citizen, town.coordinator, [town.hall],
            [Invitee(citizen_id=town.citizen)], chair_id=town.caseworker, minutes=5,
        )  # fmt: skip
    assert [fault.place for fault in refused.value.faults] == ["chair", "minutes"]
    with pytest.raises(BadInputError, match="mindst én deltager"), database.transaction() as session:
        requests.request_meeting(session, NOW, TODAY, "samtale", town.citizen, town.coordinator, [town.hall], [])


def test_a_no_show_is_asked_for_again_with_one_step_and_once(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        user = town.user(session)
        with pytest.raises(ConflictError):
            requests.request_again(session, NOW, TODAY, user, meeting_id)
        life.no_show(session, at(1, 10), user, meeting_id, "Ingen kom")
        again = requests.request_again(session, at(1, 10), date(2026, 12, 1), user, meeting_id)
        assert requests.request_again(session, at(1, 10), date(2026, 12, 1), user, meeting_id).id == again.id
    found = town.meeting(again.id)
    assert (found.state, found.again_of_id, found.kind) == (MeetingState.REQUESTED, meeting_id, "samtale")
    assert {(one.user_id, one.citizen_id) for one in found.participants} == {
        (town.coordinator, None),
        (None, town.citizen),
    }


def test_only_who_runs_a_meeting_asks_for_it_again(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    with database.transaction() as session:
        session.get_one(Meeting, meeting_id).state = MeetingState.NO_SHOW
        stranger = build.user(session, Role.COORDINATOR)
        with pytest.raises(NotFoundError):
            requests.request_again(session, NOW, TODAY, stranger, meeting_id)
