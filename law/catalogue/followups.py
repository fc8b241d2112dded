"""The figures of the follow-ups (opfølgninger): when, how often and with what tolerance."""

from datetime import date

from law.dated import Figure, Value

FOLLOW_UPS_BEGIN = date(2026, 7, 1)
"""The first day of the catalogue: the contact rules of lov nr. 1750 af 29/12/2025. Older days are read under it."""

LARGEST = 1000
"""No interval, tolerance or number of people is larger: beyond it a figure is a slip of the pen."""

_REFORM = "Lov nr. 1750 af 29/12/2025; star.dk"
_INTEGRATION = "Integrationsloven §§ 19-20; danskelove.dk"
_A = "I mål med Integration, årsrapport"
_B = "Hele familiens integration, Assens 2011"
_D = "Social støtte i overgang til job, bilag 2"
_E = "Frederikshavn 2015-16 og Deloittes midtvejsrapport om Empowerment"
_OURS = "Tovholders standard"


def _stated(key: str, figure: Figure, unit: str, danish: str, source: str, note: str = "") -> Value:
    return Value(key=key, value=figure, unit=unit, danish=danish, source=source, note=note, valid_from=FOLLOW_UPS_BEGIN)


def _assumed(key: str, figure: Figure, unit: str, danish: str, source: str = _OURS, note: str = "") -> Value:
    return Value(
        key=key,
        value=figure,
        unit=unit,
        danish=danish,
        source=source,
        note=note,
        valid_from=FOLLOW_UPS_BEGIN,
        assumed=True,
    )


_SPREAD = "Loven kræver antallet i de første 6 måneder; de er fordelt jævnt."

_CONTACT = (
    _stated(
        "kontrakt.days",
        30,
        "dage",
        "Integrationskontrakt efter henvisning senest",
        _INTEGRATION,
        "Loven siger 1 måned.",
    ),
    _stated(
        "kontrakt_opfoelgning.weeks",
        (6, 13, 19, 26),
        "uger",
        "Opfølgning på integrationskontrakten de første 6 måneder",
        _INTEGRATION,
        _SPREAD,
    ),
    _assumed("kontrakt_opfoelgning.every_months", 6, "måneder", "Opfølgning på integrationskontrakten derefter hver"),
    _stated(
        "kontrakt_opfoelgning.every_months_in_ordinary_work",
        12,
        "måneder",
        "Opfølgning på integrationskontrakten i ordinært arbejde hver",
        _INTEGRATION,
    ),
    _assumed("kontrakt_opfoelgning.tolerance_days", 14, "dage", "Opfølgning på integrationskontrakten, plus/minus"),
    _stated("samtale_start.days.jobparat", 7, "dage", "Første samtale, jobparate, senest", "LAB § 31 (LBK 280/2024)"),
    _assumed("samtale_start.days.others", 14, "dage", "Første samtale, øvrige, senest", "LAB § 31 (LBK 280/2024)"),
    _stated("samtaler.weeks", (6, 13, 19, 26), "uger", "Samtaler de første 6 måneder", _REFORM, _SPREAD),
    _stated("samtaler.weeks.dagpenge", (13, 26), "uger", "Samtaler de første 6 måneder, dagpenge", _REFORM, _SPREAD),
    _assumed("samtaler.every_months", 3, "måneder", "Samtaler derefter hver", note="Højst 4 måneder imellem."),
    _assumed("samtaler.tolerance_days", 14, "dage", "Samtaler, plus/minus"),
)

_PLANS = (
    _stated("tvaerfaglig.first_weeks", 8, "uger", "Første tværfaglige møde efter", _E),
    _stated("tvaerfaglig.every_months", 6, "måneder", "Tværfagligt møde derefter hver", _E),
    _stated("tvaerfaglig.tolerance_days.first", 14, "dage", "Første tværfaglige møde, plus/minus", _E),
    _stated("tvaerfaglig.tolerance_days.later", 28, "dage", "Senere tværfaglige møder, plus/minus", _E),
    _stated("tvaerfaglig.least_authorities", 2, "forvaltninger", "Tværfaglige møder fra", _E),
    _stated("plan.every_months", 6, "måneder", "Planen fornyes hver", _E),
    _assumed("plan.tolerance_days", 14, "dage", "Planen, plus/minus"),
    _stated("spoergeskema.months", 6, "måneder", "Borgerens spørgeskema igen efter", _E),
    _assumed("spoergeskema.window_days", 14, "dage", "Borgerens spørgeskema, frist til at svare"),
    _stated("fip.every_months", 3, "måneder", "Progressionsmåling hver", _A, "Fire gange om året."),
    _assumed("fip.tolerance_days", 14, "dage", "Progressionsmåling, plus/minus"),
)

_PLACEMENTS = (
    _assumed("praktik.days_after_start", 7, "dage", "Praktik: opfølgning efter start", f"{_A}; {_D}"),
    _assumed("praktik.days_before_end", 7, "dage", "Praktik: opfølgning før afslutning", f"{_A}; {_D}"),
    _assumed("praktik.tolerance_days", 3, "dage", "Praktik, plus/minus"),
    _assumed("stoettet.first_weeks", 2, "uger", "Støttet job: første opfølgning efter", f"{_A}; {_D}"),
    _assumed("stoettet.every_weeks", 4, "uger", "Støttet job: opfølgning derefter hver", f"{_A}; {_D}"),
    _assumed("stoettet.later_after_months", 6, "måneder", "Støttet job: sjældnere opfølgning fra", f"{_A}; {_D}"),
    _assumed("stoettet.later_every_months", 3, "måneder", "Støttet job: opfølgning så hver", f"{_A}; {_D}"),
    _assumed("stoettet.tolerance_days", 7, "dage", "Støttet job, plus/minus"),
    _assumed("aftercare.weeks", (2, 13, 26), "uger", "Efterværn i ordinært job efter", f"{_A}; {_E}"),
    _assumed("aftercare.tolerance_days", 7, "dage", "Efterværn, plus/minus"),
)

_CTI = (
    _stated("cti.months.section_85", 9, "måneder", "CTI efter SEL § 85", _D),
    _stated("cti.months.section_82b", 6, "måneder", "CTI som mentor efter SEL § 82 b", _D),
    _stated("cti.contacts_before_start", 2, "kontakter", "CTI: kontakter før forløbets start", _D),
    _assumed("cti.contact_days", (7, 14, 28), "dage", "CTI: kontakt i hver af de tre faser hver", _D),
    _assumed("cti.tolerance_days", 2, "dage", "CTI-kontakt, plus/minus"),
    _assumed("cti.closing_days_before_end", 14, "dage", "CTI: afsluttende møde før slutdagen", _D),
    _stated("cti.plan_weeks_before_end", 4, "uger", "CTI: langsigtet plan og afsluttende møde i de sidste", _D),
    _assumed("cti.closing_tolerance_days", 7, "dage", "CTI: afsluttende møde, plus/minus"),
    _stated("cti.citizens_per_worker", 15, "borgere", "CTI: borgere pr. medarbejder", _D, "Kilden siger omkring 15."),
)

_OTHER = (
    _stated(
        "samtaler.longest_gap_months",
        4,
        "måneder",
        "Længste tid uden samtale",
        _E,
        "Den længste pause i kilden er gjort til loft.",
    ),
    _assumed("overdue.manager_after_days", 14, "dage", "Forfalden opfølgning går videre til lederen efter"),
    _assumed("attendance.correct_days", 14, "dage", "Fremmøde kan meldes og rettes tilbage i tiden"),
    _assumed("absence.unexcused", 2, "dage", "Fraværsmønster: dage uden afbud"),
    _assumed("absence.unexcused_within_days", 5, "dage i forløbet", "Fraværsmønster: dage uden afbud inden for"),
    _assumed("absence.any", 3, "dage", "Fraværsmønster: dage med fravær i alt"),
    _assumed("absence.any_within_days", 10, "dage i forløbet", "Fraværsmønster: dage med fravær i alt inden for"),
    _assumed("trouble.take_within_hours", 2, "timer", "Henvendelse, som ingen har taget, går videre til lederen efter"),
    _assumed("meeting.reminder_working_days", 2, "arbejdsdage", "Påmindelse om møde sendes før mødet"),
    _assumed("opstartsmoede.within_days", 14, "dage", "Opstartsmøde efter henvisning senest", _D),
    _stated("caseworker.citizens_low", 35, "borgere", "Borgere pr. sagsbehandler, lavt", _E),
    _stated("caseworker.citizens_high", 45, "borgere", "Borgere pr. sagsbehandler, højt", _E),
    _stated("rsv.profit_percent", 35, "%", "RSV: højst udloddet af overskuddet efter skat", _E),
    _stated("kpi.self_supporting_months", 36, "måneder", "Mål: selvforsørgende eller i uddannelse inden", _A),
    _stated("coordinators_per_family", 1, "tovholder", "Tovholdere pr. familie eller borger", _B),
)

FOLLOW_UP_VALUES = (*_CONTACT, *_PLANS, *_PLACEMENTS, *_CTI, *_OTHER)
