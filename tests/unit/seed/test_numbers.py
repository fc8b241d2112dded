"""Numbers that can belong to nobody."""

from datetime import date
from itertools import islice

import pytest
from stdnum.dk import cpr, cvr

from seed.municipality import Municipality
from seed.numbers import CprNumbers, cvr_numbers, p_numbers


def test_a_replacement_number_carries_the_birthday_with_sixty_added_to_the_day() -> None:
    assert CprNumbers().next(date(1990, 3, 7), "F")[:6] == "670390"


def test_no_person_can_have_such_a_number() -> None:
    assert not cpr.is_valid(CprNumbers().next(date(1990, 3, 7), "F"))


@pytest.mark.parametrize(("gender", "odd"), [("F", 0), ("M", 1)])
def test_women_have_even_numbers_and_men_odd_ones(gender: str, odd: int) -> None:
    assert int(CprNumbers().next(date(1990, 3, 7), gender)) % 2 == odd


@pytest.mark.parametrize(("year", "digits"), [(1962, "0123"), (1999, "0123"), (2000, "456789"), (2008, "456789")])
def test_the_seventh_digit_tells_the_century(year: int, digits: str) -> None:
    assert CprNumbers().next(date(year, 1, 1), "F")[6] in digits


def test_people_born_on_the_same_day_have_different_numbers() -> None:
    numbers = CprNumbers()
    given = [numbers.next(date(1990, 3, 7), gender) for gender in "FM" * 100]
    assert len(set(given)) == 200
    assert all(len(number) == 10 for number in given)


def test_cvr_numbers_pass_the_checksum_and_lie_where_none_were_given_out() -> None:
    given = list(islice(cvr_numbers(), 500))
    assert all(cvr.is_valid(number) and number.startswith("90") for number in given)
    assert len(set(given)) == 500


def test_p_numbers_have_ten_digits_and_lie_where_none_were_given_out() -> None:
    assert list(islice(p_numbers(), 2)) == ["1900000001", "1900000002"]


def test_every_citizen_has_a_replacement_number_of_the_own_birthday_and_gender(every_size: Municipality) -> None:
    for citizen in every_size.citizens:
        assert citizen.cpr[:6] == f"{citizen.birth_date.day + 60}{citizen.birth_date:%m%y}"
        assert int(citizen.cpr) % 2 == (0 if citizen.gender == "F" else 1)
    assert len({citizen.cpr for citizen in every_size.citizens}) == len(every_size.citizens)


def test_every_company_has_a_valid_cvr_number_and_is_marked_as_test_data(every_size: Municipality) -> None:
    assert all(cvr.is_valid(company.cvr) and company.test_data for company in every_size.companies)
    assert len({company.cvr for company in every_size.companies}) == len(every_size.companies)
