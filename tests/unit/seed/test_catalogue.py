"""The demo's catalogue, what citizens bring along, and who takes part in what."""

from collections import Counter
from datetime import date
from itertools import pairwise

from citizens.offers.drafts import OfferDraft, faults
from citizens.offers.tables import Access
from citizens.offers.themes import Theme
from companies.occupations import occupations
from seed import catalogue
from seed.chance import dice
from seed.lives import LEARNING
from seed.municipality import Municipality
from seed.staff import NEEDS_INTERPRETER


def test_every_theme_and_every_way_in_is_in_the_catalogue(every_size: Municipality) -> None:
    assert {one.theme for one in every_size.catalogue} == set(Theme)
    assert {one.access for one in every_size.catalogue} == set(Access)
    assert len(every_size.catalogue) >= 20


def test_every_offer_could_have_been_written_in_the_form(every_size: Municipality) -> None:
    for one in every_size.catalogue:
        draft = OfferDraft(
            theme=Theme(one.theme),
            title=one.title,
            text_professional=one.text_professional,
            text_citizen=one.text_citizen,
            access=Access(one.access),
            contact_name=one.contact_name,
            contact_phone=one.contact_phone,
            places=one.places,
            competences=one.competences,
            interests=one.interests,
        )
        assert faults(draft) == []


def test_mentors_have_competences_and_interests_to_choose_by(every_size: Municipality) -> None:
    mentors = [one for one in every_size.catalogue if one.theme == "mentor"]
    assert len(mentors) >= 5
    assert all(one.competences and one.interests for one in mentors)


def test_no_more_take_part_than_there_are_places(every_size: Municipality) -> None:
    granted = Counter((one.offer_id, one.course_id) for one in every_size.activities if one.state == "granted")
    places = {one.id: one.places for one in every_size.catalogue}
    courses = {one.id: one.places for one in every_size.catalogue_courses}
    for (offer, course), number in granted.items():
        limit = places[offer] if course is None else courses[course]
        assert limit is None or number <= limit


def test_nobody_has_the_same_offer_twice_and_waiting_is_for_waiting_lists(every_size: Municipality) -> None:
    pairs = [(one.citizen_id, one.offer_id) for one in every_size.activities]
    assert len(set(pairs)) == len(pairs)
    access = {one.id: one.access for one in every_size.catalogue}
    assert all(access[one.offer_id] == "waiting_list" for one in every_size.activities if one.state == "waiting")
    assert all(access[one.offer_id] == "referral" for one in every_size.activities if one.state == "asked")


def test_a_larger_municipality_has_people_on_its_waiting_lists(large: Municipality) -> None:
    assert {one.state for one in large.activities} == {"granted", "waiting", "asked"}


def test_experiences_are_in_known_occupations_before_the_citizen_was_out_of_work(every_size: Municipality) -> None:
    codes = {one.code for one in occupations()}
    born = {one.id: one.birth_date.year for one in every_size.citizens}
    for one in every_size.experiences:
        assert one.occupation in codes
        assert born[one.citizen_id] + 15 <= one.from_year <= one.to_year


def test_modules_are_followed_one_after_the_other_by_those_who_learn(every_size: Municipality, today: date) -> None:
    level = {one.id: one.language for one in every_size.citizens}
    assert all(level[one.citizen_id] in LEARNING for one in every_size.modules)
    assert all(one.begun_on <= today for one in every_size.modules)
    for one, following in pairwise(every_size.modules):
        if one.citizen_id == following.citizen_id:
            assert one.passed_on is not None
            assert one.passed_on <= following.begun_on


def test_interpreters_languages_are_known_of_those_who_need_one(every_size: Municipality) -> None:
    for one in every_size.citizens:
        assert one.transport
        if one.interpreter_language is not None:
            assert one.language in NEEDS_INTERPRETER


def test_the_same_seed_makes_the_same_catalogue(large: Municipality, today: date) -> None:
    one, other = (catalogue.build(dice(1, "x"), large.citizens, today) for _ in range(2))
    assert one == other
