"""The figures of the cap on subsidised places (rimelighedskrav) and of additional employment (merbeskæftigelse)."""

from datetime import date

from law.dated import Value

RULES_2022 = date(2022, 1, 1)
_FOLDER = "Frederikshavn 2015-16, folder s. 10"
_BEK_65 = "BEK 2636 af 28/12/2021 § 65, stk. 1"

QUOTA_VALUES = (
    Value(
        key="quota.employees_per_place",
        value=5,
        unit="ordinært ansatte",
        danish="Ordinært ansatte pr. plads",
        source=f"{_FOLDER}; {_BEK_65}",
    ),
    Value(
        key="quota.small_unit",
        value=50,
        unit="ordinært ansatte",
        danish="Grænse mellem små og store enheder",
        source=f"{_FOLDER}; {_BEK_65}",
    ),
    Value(
        key="quota.employees_per_place_above",
        value=10,
        unit="ordinært ansatte",
        danish="Ordinært ansatte pr. plads over grænsen",
        source=f"{_FOLDER}; {_BEK_65}",
    ),
    Value(key="quota.least", value=1, unit="plads(er)", danish="Altid mindst", source=f"{_FOLDER}; {_BEK_65}"),
    Value(
        key="quota.least_employees",
        value=1,
        unit="ordinært ansat",
        danish="Ingen plads under",
        source=_FOLDER,
    ),
    Value(
        key="quota.least_employees",
        value=0,
        valid_from=RULES_2022,
        unit="ordinært ansatte",
        danish="Ingen plads under",
        source=_BEK_65,
        note="Også virksomheder uden ansatte har én plads.",
    ),
    Value(
        key="quota.cumulative",
        value=False,
        danish="Pladser over grænsen lægges til dem under",
        source=_FOLDER,
        note="En stor enhed regnes helt efter satsen over grænsen.",
    ),
    Value(
        key="quota.cumulative",
        value=True,
        valid_from=RULES_2022,
        danish="Pladser over grænsen lægges til dem under",
        source=_BEK_65,
        note="»Herudover«: 60 ansatte giver 10 + 1 = 11 pladser.",
    ),
    Value(
        key="quota.mean_months",
        value=4,
        unit="måneder",
        danish="Ordinært ansatte er gennemsnit af de seneste",
        source="BEK 2636 af 28/12/2021 § 65, stk. 4",
    ),
    Value(
        key="quota.full_time_hours",
        value=37,
        unit="timer om ugen",
        danish="Fuld tid, når pladser tælles i fuldtid",
        source="BEK 2636 af 28/12/2021 § 65, stk. 2",
        note="Optællingen i hoveder er den strenge og er standard.",
    ),
    Value(
        key="additional_employment.months",
        value=12,
        unit="måneder",
        danish="Merbeskæftigelse: seneste måned mod gennemsnittet af de seneste",
        source="indberet.virk.dk, løntilskud; foa.dk",
        note="Kun måneder med ansatte regnes med. Kræves ikke ved nedsat arbejdsevne; hvilke grupper det er, er "
        "antaget: ledighedsydelse, ressourceforløb og førtidspension.",
    ),
)
