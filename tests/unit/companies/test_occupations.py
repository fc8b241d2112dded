"""The curated occupations: genuine codes, and everyday words that find them."""

import re
from collections import Counter

import pytest

from companies.folding import fold
from companies.occupations import nearness, occupations, search, title

# The unit groups of DISCO-08 (ISCO-08 with Danmarks Statistik's few changes) as "minor group:last digits".
UNIT_GROUPS = """
111:124 112:0 121:1239 122:123 131:12 132:1234 133:0 134:1234569 141:12 142:0 143:19 211:1234 212:0 213:123
214:1234569 215:123 216:123456 221:12 222:12 223:0 224:0 225:0 226:12345679 231:0 232:0 233:0 234:123 235:12345679
241:123 242:1234 243:1234 251:12349 252:1239 261:129 262:12 263:123456 264:123 265:1234569 311:123456789 312:123
313:123459 314:123 315:12345 321:1234 322:12 323:0 324:0 325:123456789 331:12345 332:1234 333:12349 334:1234
335:123459 341:123 342:123 343:12345 351:1234 352:12 411:0 412:0 413:12 421:1234 422:12345679 431:123 432:123
441:123569 511:123 512:0 513:12 514:12 515:123 516:123459 521:12 522:123 523:0 524:124569 531:12 532:129 541:12349
611:1234 612:1239 613:0 621:0 622:1234 711:23459 712:1234567 713:123 721:12345 722:1234 723:1234 731:123456789
732:123 741:123 742:12 751:123456 752:123 753:123456 754:12349 811:1234 812:12 813:12 814:123 815:12345679 816:0
817:12 818:1239 821:129 831:12 832:12 833:12 834:1234 835:0 911:12 912:1239 921:123456 931:123 932:19 933:1234
941:12 951:0 952:0 961:123 962:1239
"""
EVERYDAY = {
    "sosu": "532110",
    "SOSU-hjælper": "532110",
    "sosu hjaelper": "532110",
    "social- og sundhedshjælper": "532110",
    "Social og sundhedsassistent": "532120",
    "hjemmehjælper": "532210",
    "plejehjem": "532110",
    "portør": "532130",
    "lagermand": "933410",
    "Lager": "933410",
    "lagermedarbejdr": "933410",
    "truckkørsel": "834400",
    "opvasker": "941210",
    "kantine": "941210",
    "køkkenhjælp": "941210",
    "koekkenmedhjaelper": "941210",
    "rengøring": "911210",
    "RENGOERING": "911210",
    "rengorring": "911210",
    "stuepige": "911240",
    "rengøring på hotel": "911240",
    "børnehave": "531120",
    "boernehave": "531120",
    "pædagog-medhjælper": "531120",
    "dagplejemor": "531110",
    "kassedame": "523000",
    "butik": "522300",
    "butiksasistent": "522300",
    "opfylder": "933420",
    "genbrugsplads": "961200",
    "havearbejde": "611320",
    "gartnerhjælper": "921400",
    "arbejdsmand": "931330",
    "byggeplads": "931390",
    "tømrer": "711510",
    "toemrer": "711510",
    "maler": "713110",
    "blikkenslager": "712600",
    "svejser": "721200",
    "mekaniker": "723110",
    "cykelsmed": "723400",
    "kontor": "411000",
    "IT support": "351200",
    "it-support": "351200",
    "chauffør": "832220",
    "køre lastbil": "833210",
    "bus": "833110",
    "taxi": "832210",
    "fiskefabrik": "816030",
    "fisk": "816030",
    "bondegård": "921300",
    "malkning": "921200",
    "hotelreception": "422400",
    "tjner": "513100",
    "kok": "512000",
    "bager": "751200",
    "syerske": "753300",
    "vaskeri": "815700",
    "pedel": "515300",
    "altmuligmand": "962200",
    "pakke varer": "932100",
    "samlebånd": "932900",
    "arbejde med dyr": "516400",
    "værksted": "723110",
}


def unit_groups() -> set[str]:
    return {minor + last for minor, lasts in (group.split(":") for group in UNIT_GROUPS.split()) for last in lasts}


def test_at_least_150_occupations_are_known() -> None:
    assert len(occupations()) >= 150


def test_every_code_is_six_digits_of_a_genuine_disco_08_unit_group_and_stands_once() -> None:
    codes = [one.code for one in occupations()]
    assert codes
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert {code[:4] for code in codes} <= unit_groups()
    assert len(codes) == len(set(codes))


def test_no_title_and_no_alias_stands_for_two_occupations() -> None:
    names = Counter(fold(name) for one in occupations() for name in {fold(n) for n in (one.title, *one.aliases)})
    assert [name for name, times in names.items() if times > 1] == []


def test_titles_and_aliases_are_clean_words() -> None:
    names = [name for one in occupations() for name in (one.title, *one.aliases)]
    assert all(name == name.strip() and len(name) >= 2 for name in names)


@pytest.mark.parametrize(("words", "code"), EVERYDAY.items())
def test_everyday_words_find_their_occupation_first(words: str, code: str) -> None:
    assert search(words, limit=1)[0][0] == code


def test_hits_carry_title_and_a_falling_score() -> None:
    hits = search("rengøring", limit=5)
    assert len(hits) == 5
    assert [title(code) for code, _, _ in hits] == [name for _, name, _ in hits]
    assert hits[0][2] == 100
    assert [s for _, _, s in hits] == sorted((s for _, _, s in hits), reverse=True)


def test_an_occupation_is_found_once_however_many_of_its_names_match() -> None:
    codes = [code for code, _, _ in search("sosu", limit=20)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("words", ["", "   ", "-", "xyzq", "noget med mennesker"])
def test_words_that_mean_no_occupation_find_none(words: str) -> None:
    assert search(words) == []


def test_the_spelling_of_danish_letters_does_not_matter() -> None:
    assert fold("Pædagog-Medhjælper på  Læsø") == "paedagog medhjaelper paa laesoe"


def test_an_unknown_code_is_its_own_title() -> None:
    assert title("933410") == "Lagermedarbejder"
    assert title("999999") == "999999"


@pytest.mark.parametrize(
    ("one", "other", "digits"),
    [
        ("911210", "911210", 6),
        ("911210", "911220", 4),
        ("911210", "912100", 2),
        ("911210", "522300", 0),
        ("9", "911210", 1),
    ],
)
def test_nearness_is_the_number_of_leading_digits_in_common(one: str, other: str, digits: int) -> None:
    assert nearness(one, other) == nearness(other, one) == digits
