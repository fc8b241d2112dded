"""The kinds of meetings (mødetyper), with how long they last and how soon they are wanted.

Lengths and windows are the municipality's defaults; who must be there is `REQUIRED`. Sources: the project's glossary.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """One kind: its Danish name, length in minutes, and days from request to due and to the last day."""

    code: str
    danish: str
    minutes: int
    due_days: int
    latest_days: int


KINDS = {
    kind.code: kind
    for kind in (
        MeetingKind("opstartsmoede", "Opstartsmøde", 60, 14, 28),
        MeetingKind("foerste_hjemmebesoeg", "Første hjemmebesøg", 90, 14, 28),
        MeetingKind("udviklingsgruppe", "Udviklingsgruppe", 90, 21, 42),
        MeetingKind("tvaerfagligt_moede", "Tværfagligt møde", 60, 14, 42),
        MeetingKind("jobmatch_moede", "Indgåelse af arbejdsaftale", 45, 7, 14),
        MeetingKind("opfoelgning_virksomhed", "Opfølgning på virksomheden", 30, 3, 7),
        MeetingKind("samtale", "Jobsamtale", 45, 14, 28),
        MeetingKind("afsluttende_moede", "Afsluttende møde", 60, 14, 28),
        MeetingKind("sparring", "Tværfagligt sparringsforum", 60, 7, 28),
        MeetingKind("styregruppe", "Styregruppe", 90, 30, 60),
    )
}
