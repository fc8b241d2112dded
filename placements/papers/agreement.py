"""The agreement (aftale) as a paper: what citizen, workplace and municipality sign, and a side for the citizen."""

from collections.abc import Iterator
from datetime import timedelta

from law.bases import COMPLAINT, bases
from law.schemes import terms
from law.values import whole
from placements.agreements.documents import Document, Said, Signed
from placements.agreements.drafts import weekly
from placements.agreements.tables import Signer
from placements.evidence.building import NEEDS_STATEMENT
from placements.evidence.records import Statement
from placements.papers import citizen_side
from placements.papers.citizen_side import place
from placements.papers.sheet import Cards, Facts, Paper, Part, Piece, Points, Sheet, Signatures, Table, Text
from placements.papers.wording import Language, Wording, paragraphs

SHORT_DIGEST = 12
"""How much of the digest a page shows: enough to tell versions apart by eye."""
SAY = Wording("da")


def paper(document: Document, municipality: str, language: Language = "da") -> Paper:
    """The agreement in Danish; in plain Danish or English also a side for the citizen, which comes after it."""
    sheets = [agreement(document, municipality)]
    if language != "da":
        sheets.append(citizen_side.sheet(document, Wording(language)))
    reference = SAY("paper.reference", number=document.proposal_id, version=document.version)
    return Paper(
        municipality=municipality, reference=reference, page=SAY("paper.page"), of=SAY("paper.of"), sheets=tuple(sheets)
    )


def agreement(document: Document, municipality: str) -> Sheet:
    """What the three sign."""
    statement = (_statement(document),) if document.statement or document.scheme in NEEDS_STATEMENT else ()
    parts = (
        _parties(document, municipality),
        _work(document),
        _hours(document),
        _regard(document),
        _goals(document),
        Part(SAY("part.terms"), (Text(SAY.lines(f"terms.{document.scheme}")),), together=True),
        *statement,
        _trouble(document),
        _law(document),
        _signatures(document),
    )
    lead = f"{document.occupation}, {document.company}. {_period(document)}."
    return Sheet(language="da", title=title(document), lead=lead, note=_standing(document), parts=parts, numbered=True)


def title(document: Document) -> str:
    """`Aftale om virksomhedspraktik (sprogpraktik)`."""
    kind = SAY(f"kind.{document.scheme}")
    if document.social_economy:
        kind = SAY("kind.social", kind=kind)
    return (
        SAY("paper.title_label", kind=kind, label=document.label) if document.label else SAY("paper.title", kind=kind)
    )


def _period(document: Document) -> str:
    if document.last_day is None:
        return SAY("paper.period_open", first=SAY.day(document.start))
    return SAY("paper.period", first=SAY.day(document.start), last=SAY.day(document.last_day))


def _standing(document: Document) -> str:
    if len(document.signatures) < len(Signer):
        return SAY("paper.draft")
    return SAY("paper.binding", version=document.version, digest=document.digest[:SHORT_DIGEST])


def _fills_quota(document: Document) -> bool:
    known = terms(document.scheme, document.start)
    return known is not None and known.counts_in_quota


def _parties(document: Document, municipality: str) -> Part:
    unit = () if document.unit == document.company else (document.unit,)
    social = (SAY("party.social"),) if document.social_economy else ()
    employer = (
        document.company,
        *unit,
        place(document),
        SAY("party.cvr", cvr=document.cvr),
        SAY("party.p_number", p_number=document.p_number),
        *social,
        SAY("party.contact", name=document.contact_name),
        SAY("party.weekend", phone=SAY.phone(document.contact_phone)),
    )
    phone = (SAY("party.phone", phone=SAY.phone(document.consultant_phone)),) if document.consultant_phone else ()
    office = (municipality, SAY("party.consultant", name=document.consultant), *phone, document.consultant_email)
    cards = (
        (SAY("party.citizen"), (document.citizen, SAY("party.birth_line"))),
        (SAY("party.employer"), employer),
        (SAY("party.municipality"), office),
    )
    return Part(SAY("part.parties"), (Cards(cards),), together=True)


def _work(document: Document) -> Part:
    rows = [
        (SAY("work.job"), (document.occupation,)),
        (SAY("work.purpose"), paragraphs(document.purpose)),
        (SAY("work.tasks"), paragraphs(document.tasks)),
    ]
    if document.new_function:
        rows.append((SAY("work.new_function"), paragraphs(document.new_function)))
    return Part(SAY("part.work"), (Facts(tuple(rows)),))


def _hours(document: Document) -> Part:
    period = (SAY("hours.period"), (_period(document),))
    steps = document.steps or ((1, document.hours),)
    if len(steps) == 1:
        facts = Facts((period, (SAY("hours.a_week"), (SAY.number(steps[0][1]),))))
        return Part(SAY("part.hours"), (facts, *_timetable(document, steps[-1][1])), together=True)
    head = (SAY("hours.from_week"), SAY("hours.from_day"), SAY("hours.a_week"))
    rows = tuple(
        (str(week), SAY.day(document.start + timedelta(weeks=week - 1)), SAY.number(hours)) for week, hours in steps
    )
    stair = Table(SAY("hours.steps"), head, rows, right=(2,))
    return Part(SAY("part.hours"), (Facts((period,)), stair, *_timetable(document, steps[-1][1])), together=True)


def _timetable(document: Document, hours: float) -> Iterator[Piece]:
    if not document.timetable:
        yield Text((SAY("hours.no_timetable"),))
        return
    rows = tuple(
        (SAY.weekday(slot.weekday), SAY("hours.between", from_=SAY.clock(slot.from_), to=SAY.clock(slot.to)))
        for slot in document.timetable
    )
    yield Table(SAY("hours.timetable"), (SAY("hours.weekday"), SAY("hours.time")), rows)
    covered = weekly(document.timetable)
    if covered < hours:
        yield Text((SAY("hours.partly", covered=SAY.number(covered), hours=SAY.number(hours)),))


def _regard(document: Document) -> Part:
    said = paragraphs(document.regard)
    pieces: tuple[Piece, ...] = (Text((SAY("regard.own"),)), Points(said)) if said else (Text((SAY("regard.none"),)),)
    return Part(SAY("part.regard"), pieces)


def _goals(document: Document) -> Part:
    days = document.follow_up_days
    follow_ups = Text((SAY("goals.follow_ups", days=SAY.days(days)) if days else SAY("goals.no_follow_ups"),))
    if not document.milestones:
        return Part(SAY("part.goals"), (follow_ups,), together=True)
    rows = tuple((goal.text, SAY.day(goal.by)) for goal in document.milestones)
    table = Table(SAY("part.goals"), (SAY("goals.milestone"), SAY("goals.by")), rows)
    return Part(SAY("part.goals"), (table, follow_ups), together=True)


def _statement(document: Document) -> Part:
    said = document.statement
    if said is None:
        return Part(SAY("part.statement"), (Text((SAY("statement.missing"),)),), together=True)
    return Part(SAY("part.statement"), (Text(statement_lines(said)),))


def statement_lines(said: Said | Statement) -> tuple[str, ...]:
    """What the employees' representative said, in sentences."""
    key = "statement.agrees" if said.agrees else "statement.disagrees"
    line = SAY(key, name=said.name, role=SAY(f"statement.role.{said.role}"), day=SAY.day(said.said_on))
    return (line, SAY("statement.remark", remark=said.remark)) if said.remark else (line,)


def _trouble(document: Document) -> Part:
    lines = (
        SAY("trouble.call"),
        SAY("trouble.contact", name=document.contact_name, phone=SAY.phone(document.contact_phone)),
        SAY("trouble.consultant", name=document.consultant, phone=SAY.phone(document.consultant_phone))
        if document.consultant_phone
        else SAY("trouble.consultant_no_phone", name=document.consultant),
        SAY("trouble.change"),
        SAY("trouble.stop"),
        SAY("trouble.complain", weeks=whole(COMPLAINT, document.start)),
    )
    return Part(SAY("part.trouble"), (Points(lines),), together=True)


def _law(document: Document) -> Part:
    known = bases(document.scheme, document.start, fills_quota=_fills_quota(document))
    lines = tuple(SAY("law.line", basis=basis.cited) for basis in known)
    return Part(SAY("part.law"), (Points(lines), Text((SAY("law.changes"),))), together=True)


def _signatures(document: Document) -> Part:
    given = {signed.side: signed for signed in document.signatures}
    places = tuple((SAY(f"signature.{side}"), tuple(_signed(given.get(side)))) for side in Signer)
    signatures = Signatures(places, SAY("signature.name_line"), SAY("signature.date_line"))
    return Part(SAY("part.signatures"), (signatures,), together=True)


def _signed(signed: Signed | None) -> Iterator[str]:
    if signed is not None:
        how = SAY("signature.on_paper" if signed.on_paper else "signature.on_screen")
        yield signed.name
        yield SAY("signature.signed", day=SAY.day(signed.signed_on), how=how)
