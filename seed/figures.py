"""The proportions of the demo municipality, each with where it comes from.

Sources: A "I mål med Integration"; B "Hele familiens integration", Assens 2011; D "Social støtte i overgang til job";
E Frederikshavn 2015-16 with Deloitte's midway report on Empowerment (30 municipalities, page numbers "tp.").
"assumed" is our own choice where no source gives a figure.
"""

TARGET_GROUPS = {
    "dagpenge": 0.16,
    "jobparat": 0.12,
    "uddannelsesparat": 0.05,
    "integration_jobparat": 0.05,
    "sygedagpenge": 0.10,
    "jobafklaring": 0.06,
    "ledighedsydelse": 0.06,
    "integration_aktivitetsparat": 0.05,
    "foertidspension": 0.02,
    # E tp.136: 43 % ressourceforløb, 38 % kontanthjælp, 19 % uddannelseshjælp among those far from work.
    "ressourceforloeb": 0.33 * 0.43,
    "aktivitetsparat": 0.33 * 0.38,
    "uddannelse_aktivitetsparat": 0.33 * 0.19,
}
"""Share of citizens by target group; between the groups assumed."""

EMPOWERMENT = ("ressourceforloeb", "aktivitetsparat", "uddannelse_aktivitetsparat")
"""E's own target group."""
WOMEN = 0.56
"""E tp.136: 56 % women. Used for all groups."""

PROBLEM_AREAS = {1: 0.57, 2: 0.33, 3: 0.04, 0: 0.06}
"""E tp.137-139: 57 % one main problem area, 37 % more (12 % of those all three), 6 % not stated."""
ONE_AREA = {"mental": 0.55, "physical": 0.37, "social": 0.08}
"""E tp.138, n = 1,122."""
TWO_AREAS = {("mental", "physical"): 0.50, ("mental", "social"): 0.42, ("physical", "social"): 0.08}
"""E tp.139: of those with more areas 44 % mental and physical, 37 % mental and social; the three-area cases apart."""
NEAR_WITHOUT_PROBLEMS = 0.75
"""Assumed: of the near groups, those who need no authority but the job one."""

STATUSES = {
    "igu": 0.01,
    "fleksjob": 0.015,
    "loentilskud": 0.04,
    "praktik": 0.09,
    "ordinary": 0.025,
    "done": 0.08,
    "new": 0.05,
    "clarifying": 0.12,
    "education": 0.02,
    "leave": 0.015,
    "sick": 0.035,
    "ready": 0.50,
}
"""Share of citizens by place on the status board. In company-directed offers 15-20 % (E tp.133: 15 % in March, 20 % in
July 2015); left 8 % (E tp.127: 181 of 2,145); the rest assumed."""
AT_A_COMPANY = (0.15, 0.20)

PLACEMENT_ENDS = {"completed": 0.62, "job": 0.16, "broken_off": 0.22}
"""How past placements ended; assumed (A and B name chains into jobs and broken-off placements without shares)."""
BREAK_OFF_REASONS = {
    "sygdom": 0.40,
    "passer ikke med behandling eller skole": 0.15,
    "transport": 0.10,
    "børnepasning": 0.10,
    "arbejdspladsen kunne ikke afsætte en mentor": 0.10,
    "fravær": 0.15,
}
"""B pp. 17-27: what broke placements off; shares assumed."""
PAST_PLACEMENTS = 0.35
"""Ended placements of the last twelve months per citizen; assumed."""

CITIZENS_PER_CASEWORKER = 40
"""E: 35-45 (tp.64-118)."""
CITIZENS_PER_SUPPORT_WORKER = 15
"""D: about 15."""
CITIZENS_PER_CONSULTANT = 50
"""Assumed: a portfolio of citizens beside the firms."""
CASES_PER_AUTHORITY_WORKER = {"social": 55, "health": 60, "benefits": 150, "children": 45, "language_school": 60}
"""Assumed."""
CITIZENS_PER_MANAGER = 200
"""Assumed."""
WITH_SUPPORT_WORKER = 0.14
"""Citizens in a CTI course or with a mentor from the municipality; assumed, inside E's spread of 14-100 %."""
LOG_INS = 12
"""Citizens who can be chosen in the demonstration: as many as a list can hold."""
WITH_EXPERIENCE = 0.7
"""Citizens whose earlier work is known; assumed."""
IN_ACTIVITIES = 0.45
"""Of those far from work, those who take part in something from the catalogue or wait for it; E tp.78-114 has 71-92 %
with at least one offer, companies among them."""

HOUSEHOLDS = {"single": 0.52, "couple": 0.20, "couple_children": 0.16, "single_parent": 0.12}
"""Assumed, with B p. 15 (5 of 18 families with children have a single mother) for the integration groups' families."""
BOTH_ON_BENEFIT = 0.30
"""Of couples, those where both are citizens of the service; assumed."""
INTEGRATION_HOUSEHOLDS = {"single": 0.30, "couple": 0.06, "couple_children": 0.46, "single_parent": 0.18}
"""B p. 15: 10 singles, 13 two-parent families, 5 single mothers; couples without children assumed."""

FOREIGN_ORIGIN = 0.12
"""Of those outside the integration groups; assumed."""
ORIGINS = {"ukrainian": 0.38, "arabic": 0.30, "tigrinya": 0.10, "somali": 0.08, "persian": 0.14}
"""Of the integration groups; B p. 15 has two thirds from Iraq in 2011, today's mix is assumed."""
OTHER_ORIGINS = {"polish": 0.35, "arabic": 0.30, "persian": 0.12, "somali": 0.11, "ukrainian": 0.12}
"""Of immigrants outside the integration groups; assumed."""

CONSENT = 0.88
"""Adults who have consented, per authority involved; assumed (B p. 21: all adults of the project did)."""
CONSENT_WITHDRAWN = 0.04

SOCIAL_ECONOMY = 0.08
"""Share of firms registered as social-economy firms: 6-10 % by the demo's definition."""
COMPANIES_PER_CITIZEN = 0.36
"""Firms that work with the municipality, per citizen; assumed."""
SOLE_TRADERS = 0.12
"""Of private firms; assumed."""
UNITS_PER_COMPANY = {1: 0.86, 2: 0.10, 3: 0.04}
"""Assumed."""
SEATS_PER_READY_CITIZEN = 0.78
"""Offered seats per citizen who is ready: tuned so that 55-75 % of those ready can be placed."""
CONSULTANT_CAPACITY = 0.72
"""New placements a consultant has room for, as a share of own citizens who are ready; assumed."""

BUSY = (0.30, 0.50)
"""Share of staff's working time that is taken already; the demo's definition."""
ROOMS_BUSY = (0.15, 0.35)
"""Assumed."""
CALENDAR_DAYS = 63
"""How far ahead calendars are kept."""

NEGLECTED = 0.045
"""Follow-up series that nobody has looked after for a while, so that some are overdue; assumed."""
OVERDUE_CASES = (0.05, 0.30)
"""Share of open cases with something overdue that the demo must lie within."""
MEETINGS_PER_CITIZEN = 0.25
"""Meetings asked for at a time, per citizen; assumed."""

MONTHS_OF_HISTORY = 12
