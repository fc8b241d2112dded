"""The words of guidance: both languages say the same things, in plain words and with the right decimals."""

import pytest

from law.schemes import GROUPS, SCHEMES
from matcher.engine.advice.fairness import RESPECTS
from matcher.engine.advice.guidance import Firm
from matcher.engine.advice.kinds import BANDS, LEVELS, Kind
from matcher.engine.problem import Hours, Point
from matcher.guidance_words import GuidanceWords

DANISH, ENGLISH = GuidanceWords("da"), GuidanceWords("en")
KIND = Kind(
    group="9112",
    occupation="911210",
    area=0,
    centre=Point(lat=57.4417, lon=10.5),
    hours=Hours(min=10.0, max=19.0),
    language="A2",
    scheme="virksomhedspraktik",
)


def firm(at_least: float = 1.5, at_most: float = 1.5, free: int | None = 2, in_field: bool = True) -> Firm:
    return Firm(
        unit="u7", seats=2, at_least=at_least, at_most=at_most, free=free, in_field=in_field, helped=("c1", "c2")
    )


def test_every_respect_in_which_groups_are_compared_has_a_word() -> None:
    for words in (DANISH, ENGLISH):
        assert all(words(f"by.{respect}") for respect in RESPECTS)


def test_a_kind_of_place_is_said_in_a_few_lines() -> None:
    work, *rest = DANISH.kind(KIND)
    assert work[0].isalpha()
    assert rest == ["omkring 57.44, 10.50", "10–19 timer om ugen", "dansk A2", "virksomhedspraktik"]
    assert ENGLISH.kind(KIND)[1:4] == ("around 57.44, 10.50", "10–19 hours a week", "Danish A2")


@pytest.mark.parametrize("words", [DANISH, ENGLISH])
def test_every_kind_can_be_said(words: GuidanceWords) -> None:
    for scheme in SCHEMES:
        for low, high in BANDS:
            for level in LEVELS:
                kind = Kind(
                    group="9999",
                    occupation="9999",
                    area=0,
                    centre=KIND.centre,
                    hours=Hours(min=low, max=high),
                    language=level,
                    scheme=scheme,
                )
                said = words.kind(kind)
                assert len(said) == 5
                assert said[0] == "9999"
                assert "_" not in "".join(said)


def test_no_danish_asked_for_is_said_in_words() -> None:
    kind = Kind(
        group="9112",
        occupation="911210",
        area=0,
        centre=KIND.centre,
        hours=KIND.hours,
        language="A0",
        scheme="virksomhedspraktik",
    )
    assert DANISH.kind(kind)[3] == "intet krav om dansk"


def test_a_firm_new_to_the_work_has_a_star() -> None:
    assert (DANISH.firm(firm()), DANISH.firm(firm(in_field=False))) == ("u7", "u7 *")


def test_how_many_more_a_firm_may_take_is_a_number_unless_the_quota_is_not_filled() -> None:
    assert DANISH.free(firm()) == "2"
    assert DANISH.free(firm(free=None)) == "fylder ikke i kvoten"


@pytest.mark.parametrize(
    ("at_least", "at_most", "danish", "english"),
    [
        (1.5, 1.5, "1,50", "1.50"),
        (1.5, 1.504, "1,50", "1.50"),
        (0.25, 1.5, "0,25–1,50", "0.25–1.50"),
        (0.0, 1.5, "højst 1,50", "at most 1.50"),
    ],
)
def test_what_is_promised_is_one_figure_where_it_is_certain(
    at_least: float, at_most: float, danish: str, english: str
) -> None:
    assert DANISH.gives(firm(at_least, at_most)) == danish
    assert ENGLISH.gives(firm(at_least, at_most)) == english


def test_shares_and_scores_have_a_dash_where_there_is_none() -> None:
    assert (DANISH.share(0.125), ENGLISH.share(0.125), DANISH.share(None)) == ("12,5 %", "12.5 %", "–")
    assert (DANISH.score(0.5), ENGLISH.score(0.5), DANISH.score(None)) == ("0,50", "0.50", "–")


def test_groups_have_names() -> None:
    assert (DANISH.group("gender", "F"), ENGLISH.group("gender", "M")) == ("kvinder", "men")
    assert (DANISH.group("gender", "?"), DANISH.group("age", "<25")) == ("ikke oplyst", "<25")
    assert all("_" not in DANISH.group("target_group", group) for group in GROUPS)


def test_what_agreed_shares_cost_is_said_with_what_is_proven() -> None:
    assert DANISH.cost(1.254, 0.5, 2.0) == "De aftalte andele koster 1,25 i samlet værdi (bevist mellem 0,50 og 2,00)."
    assert ENGLISH.cost(0, 0, 0).startswith("The agreed shares cost 0.00 of the total value")
