"""The words in which a match is explained, in Danish and English: criteria, rules, and what it would take.

Plain words that a citizen, an employer and a complaints board can read. Keys are the codes that answers use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

Language = Literal["da", "en"]

DANISH: Mapping[str, str] = MappingProxyType(
    {
        "criterion.occupation": "ønsket arbejde",
        "criterion.near_field": "beslægtet arbejde",
        "criterion.skills": "kompetencer, der bliver brugt",
        "criterion.language": "dansk",
        "criterion.weekly_hours": "timer om ugen",
        "criterion.timetable": "vagter, der passer med faste aftaler",
        "criterion.distance": "afstand",
        "criterion.prospect": "udsigt til lønnede timer",
        "criterion.support": "støtte på stedet",
        "criterion.ladder": "næste skridt samme sted",
        "rule.citizen": "borgeren har en plads",
        "rule.seats": "pladserne er taget",
        "rule.quota": "virksomheden må ikke tage flere (rimelighedskravet)",
        "rule.scheme": "ordningen er ikke mulig for borgeren her",
        "rule.hours": "timerne passer ikke",
        "rule.travel": "for langt væk",
        "rule.language": "kræver mere dansk",
        "rule.skills": "kræver kompetencer, borgeren ikke har",
        "rule.needs": "stedet kan ikke tage de nødvendige hensyn",
        "rule.mentor": "ingen ledig mentor",
        "rule.consultant": "konsulenten har ikke tid til flere",
        "rule.support": "støttemedarbejderen har ikke tid til flere",
        "rule.excluded": "udelukket for borgeren",
        "rule.start": "tidspunktet passer ikke",
        "rule.floor": "en aftalt fordeling mellem grupper står i vejen",
        "rule.fixed": "en aftalt plads står fast",
        "rule.least": "for få til holdet",
        "rule.score": "ingen vurdering af parret",
        "rule.value": "giver mindre, end ventetid og skift koster",
        "rule.search": "ledig, men en anden fordeling blev valgt",
        "take.travel": "{amount} km længere rejse",
        "take.language": "dansk på niveau {what}",
        "take.skills": "kompetence: {what}",
        "take.needs": "at stedet kan tilbyde {what}",
        "take.scheme": "at virksomheden også tilbyder {what}",
        "take.start": "at starten kan vente til {what}",
        "take.hours_citizen": "at borgeren kan arbejde {amount} mere om ugen",
        "take.hours_firm": "{amount} mere om ugen hos virksomheden",
        "take.hours_day": "{amount} fri af faste aftaler om {what}en",
        "take.hours_shifts": "{amount} mere om ugen i vagtplanen",
        "take.seats": "én plads mere",
        "take.quota": "at virksomheden må tage én mere (rimelighedskravet)",
        "take.quota.many": "at virksomheden må tage {amount} flere (rimelighedskravet)",
        "take.mentor": "én mentor mere på stedet",
        "take.mentor.many": "{amount} mentorer mere på stedet",
        "take.consultant": "at konsulenten kan tage én mere",
        "take.support": "at støttemedarbejderen kan tage én mere",
        "take.least": "{amount} mere på holdet",
        "take.floor": "at {amount} mere får plads fra de grupper, der er aftalt en andel for",
        "take.and": "{first} og {last}",
        "hours.one": "{number} time",
        "hours.other": "{number} timer",
        "weekday.1": "mandag",
        "weekday.2": "tirsdag",
        "weekday.3": "onsdag",
        "weekday.4": "torsdag",
        "weekday.5": "fredag",
        "weekday.6": "lørdag",
        "weekday.7": "søndag",
        "scheme.virksomhedspraktik": "virksomhedspraktik",
        "scheme.loentilskud": "løntilskud",
        "scheme.igu": "integrationsgrunduddannelse",
        "scheme.fleksjob": "fleksjob",
        "scheme.skaanejob": "skånejob",
        "scheme.beskyttet": "beskyttet beskæftigelse",
        "scheme.ordinary": "ordinære timer",
        "word.driving_licence": "kørekort",
        "word.mentor": "mentor",
        "word.no_heavy_lifting": "arbejde uden tunge løft",
        "word.step_free": "adgang uden trin",
        "word.quiet": "ro",
        "word.breaks": "pauser",
        "word.no_evening": "arbejde uden aftenvagter",
        "word.shielding": "skærmning",
        "word.it_basic": "grundlæggende it",
        "word.hygiene_certificate": "hygiejnebevis",
        "word.cash_register": "kassebetjening",
        "word.care_course": "kursus i pleje og omsorg",
        "word.forklift": "truckcertifikat",
        "word.welding_tig": "TIG-svejsning",
        "word.licence_c": "kørekort til lastbil",
        "word.chainsaw": "motorsavskursus",
        "word.first_aid": "førstehjælp",
    }
)

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "criterion.occupation": "work wished for",
        "criterion.near_field": "related work",
        "criterion.skills": "skills put to use",
        "criterion.language": "Danish",
        "criterion.weekly_hours": "hours a week",
        "criterion.timetable": "shifts that fit regular appointments",
        "criterion.distance": "distance",
        "criterion.prospect": "prospect of paid hours",
        "criterion.support": "support on site",
        "criterion.ladder": "next step in the same place",
        "rule.citizen": "the citizen has a place",
        "rule.seats": "the places are taken",
        "rule.quota": "the firm may take no more (reasonable ratio)",
        "rule.scheme": "the scheme is not possible for the citizen here",
        "rule.hours": "the hours do not fit",
        "rule.travel": "too far away",
        "rule.language": "asks for more Danish",
        "rule.skills": "asks for skills the citizen does not have",
        "rule.needs": "the place cannot give the regard that is needed",
        "rule.mentor": "no mentor free",
        "rule.consultant": "the consultant has no time for more",
        "rule.support": "the support worker has no time for more",
        "rule.excluded": "kept apart from the citizen",
        "rule.start": "the time does not fit",
        "rule.floor": "an agreed share between groups stands in the way",
        "rule.fixed": "an agreed place stands",
        "rule.least": "too few for the group",
        "rule.score": "the pair has no estimate",
        "rule.value": "gives less than waiting and change cost",
        "rule.search": "free, but another distribution was chosen",
        "take.travel": "{amount} km more of travel",
        "take.language": "language {what}",
        "take.skills": "skill: {what}",
        "take.needs": "that the place can offer {what}",
        "take.scheme": "that the firm also offers {what}",
        "take.start": "that the start can wait until {what}",
        "take.hours_citizen": "that the citizen can work {amount} more a week",
        "take.hours_firm": "{amount} more a week from the firm",
        "take.hours_day": "{amount} free of appointments on {what}s",
        "take.hours_shifts": "{amount} more a week in the shifts",
        "take.seats": "one more place",
        "take.quota": "that the firm may take one more (reasonable ratio)",
        "take.quota.many": "that the firm may take {amount} more (reasonable ratio)",
        "take.mentor": "one more mentor at the place",
        "take.mentor.many": "{amount} more mentors at the place",
        "take.consultant": "that the consultant can take one more",
        "take.support": "that the support worker can take one more",
        "take.least": "{amount} more in the group",
        "take.floor": "that {amount} more from the groups with an agreed share get a place",
        "take.and": "{first} and {last}",
        "hours.one": "{number} hour",
        "hours.other": "{number} hours",
        "weekday.1": "Monday",
        "weekday.2": "Tuesday",
        "weekday.3": "Wednesday",
        "weekday.4": "Thursday",
        "weekday.5": "Friday",
        "weekday.6": "Saturday",
        "weekday.7": "Sunday",
        "scheme.virksomhedspraktik": "work experience (virksomhedspraktik)",
        "scheme.loentilskud": "a job with wage subsidy",
        "scheme.igu": "basic integration education",
        "scheme.fleksjob": "a flexible job (fleksjob)",
        "scheme.skaanejob": "a sheltered job with wage subsidy (skånejob)",
        "scheme.beskyttet": "sheltered employment",
        "scheme.ordinary": "ordinary hours",
        "word.driving_licence": "driving licence",
        "word.mentor": "a mentor",
        "word.no_heavy_lifting": "work without heavy lifting",
        "word.step_free": "step-free access",
        "word.quiet": "quiet",
        "word.breaks": "breaks",
        "word.no_evening": "work without evening shifts",
        "word.shielding": "shielding",
        "word.it_basic": "basic IT",
        "word.hygiene_certificate": "a food hygiene certificate",
        "word.cash_register": "using a cash register",
        "word.care_course": "a course in care work",
        "word.forklift": "a forklift licence",
        "word.welding_tig": "TIG welding",
        "word.licence_c": "a lorry licence",
        "word.chainsaw": "a chainsaw course",
        "word.first_aid": "first aid",
    }
)

CATALOGUE: Mapping[Language, Mapping[str, str]] = MappingProxyType({"da": DANISH, "en": ENGLISH})
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni",
          "juli", "august", "september", "oktober", "november", "december")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words."""

    language: Language = "da"

    def __call__(self, key: str, **facts: str) -> str:
        """The text of `key` with its facts filled in. Raises KeyError for a key that the catalogue does not have."""
        return CATALOGUE[self.language][key].format(**facts)

    def name(self, code: str) -> str:
        """A skill or need in words; one that the catalogue does not know is shown as it is written."""
        return CATALOGUE[self.language].get(f"word.{code}", code.replace("_", " "))

    def names(self, codes: Sequence[str]) -> str:
        """Several skills or needs, joined by commas and "and"."""
        return self.joined([self.name(code) for code in codes])

    def number(self, amount: float) -> str:
        """A number without needless decimals; Danish has a decimal comma."""
        text = f"{amount:g}"
        return text.replace(".", ",") if self.language == "da" else text

    def hours(self, amount: float) -> str:
        """A number of hours."""
        return self("hours.one" if amount == 1 else "hours.other", number=self.number(amount))

    def day(self, day: date) -> str:
        """A date with the month written out in Danish, as 2027-01-04 in English."""
        return f"{day.day}. {MONTHS[day.month - 1]} {day.year}" if self.language == "da" else day.isoformat()

    def joined(self, parts: Sequence[str]) -> str:
        """Parts of a sentence: "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        return self("take.and", first=", ".join(parts[:-1]), last=parts[-1])
