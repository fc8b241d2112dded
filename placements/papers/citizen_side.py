"""The side that tells the citizen what was agreed, in plain Danish or in English: short, in large letters."""

from datetime import timedelta

from law.bases import COMPLAINT
from law.values import whole
from placements.agreements.documents import Document
from placements.papers.sheet import Part, Piece, Points, Sheet, Text
from placements.papers.wording import Wording, paragraphs

AS_WRITTEN = "da"
"""The language in which people write an agreement."""


def sheet(document: Document, say: Wording) -> Sheet:
    """The citizen's own side. What people wrote in the agreement stands as they wrote it."""
    regard = paragraphs(document.regard)
    parts = (
        _part(
            say,
            "where",
            Text((_where(document, say), say("side.tasks"))),
            Points(paragraphs(document.tasks), AS_WRITTEN),
        ),
        _part(say, "when", Text(_when(document, say)), Points(_hours(document, say))),
        *((_part(say, "regard", Points(regard, AS_WRITTEN)),) if regard else ()),
        _part(say, "money", Text((say(f"money.{document.scheme}"),))),
        _part(say, "call", Points(_call(document, say))),
        *((_part(say, "meetings", Text((_meetings(document, say),))),) if document.follow_up_days else ()),
        _part(say, "rights", Points(say.lines("side.rights_text", weeks=whole(COMPLAINT, document.start)))),
    )
    first_name = document.citizen.split(maxsplit=1)[0]
    lead = say("side.lead", name=first_name)
    return Sheet(language=say.code, title=say("side.title"), lead=lead, parts=parts, large=True)


def place(document: Document) -> str:
    """Where the work is: the address, with the town where it does not name it."""
    return document.address if document.town in document.address else f"{document.address}, {document.town}"


def _part(say: Wording, name: str, *pieces: Piece) -> Part:
    written = any(isinstance(piece, Points) and piece.language for piece in pieces)
    return Part(say(f"side.{name}"), pieces, together=not written)


def _where(document: Document, say: Wording) -> str:
    return say("side.where_text", job=document.occupation, firm=document.company, address=place(document))


def _when(document: Document, say: Wording) -> tuple[str, ...]:
    first = say.day(document.start)
    if document.last_day is None:
        return (say("side.when_open", first=first),)
    return (say("side.when_text", first=first, last=say.day(document.last_day)),)


def _hours(document: Document, say: Wording) -> tuple[str, ...]:
    steps = document.steps or ((1, document.hours),)
    return tuple(
        say("side.hours", hours=say.number(hours))
        if week == 1
        else say("side.hours_from", day=say.day(document.start + timedelta(weeks=week - 1)), hours=say.number(hours))
        for week, hours in steps
    )


def _call(document: Document, say: Wording) -> tuple[str, ...]:
    firm = say("side.call_firm", name=document.contact_name, phone=say.phone(document.contact_phone))
    if document.consultant_phone is None:
        return firm, say("side.call_consultant_no_phone", name=document.consultant)
    return firm, say("side.call_consultant", name=document.consultant, phone=say.phone(document.consultant_phone))


def _meetings(document: Document, say: Wording) -> str:
    return say("side.meetings_text", days=say.days(document.follow_up_days))
