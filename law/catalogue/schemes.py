"""The figures of the schemes (ordninger): longest stays, ages, waiting periods, what fills the quota."""

from datetime import date

from law.dated import Value

IGU_BEGINS = date(2016, 7, 1)
REFORM = date(2026, 7, 1)
"""The second step of the employment reform, lov nr. 1750 af 29/12/2025."""

_LAB_57 = "LAB kap. 11 (LBK 280/2024 §§ 57-61); cabiweb.dk"
_LAB_68 = "LAB kap. 12 (LBK 280/2024 § 68); star.dk; aarhus.dk"
_IGU = "Lov om integrationsgrunduddannelse; ug.dk; danskindustri.dk"
_BEK_65 = "BEK 2636 af 28/12/2021 § 65, stk. 2"

SCHEME_VALUES = (
    Value(
        key="virksomhedspraktik.weeks.near",
        value=4,
        unit="uger",
        danish="Længste virksomhedspraktik, jobparate m.fl.",
        source=_LAB_57,
    ),
    Value(
        key="virksomhedspraktik.weeks.far",
        value=13,
        unit="uger",
        danish="Længste virksomhedspraktik, øvrige grupper",
        source=_LAB_57,
        note="Kan efter en vurdering forlænges; forlængelsen registreres som et nyt forløb.",
    ),
    Value(
        key="virksomhedspraktik.fills_quota",
        value=True,
        danish="Virksomhedspraktik tæller i rimelighedskravet",
        source=_BEK_65,
    ),
    Value(
        key="loentilskud.weeks.near.private",
        value=26,
        unit="uger",
        danish="Længste løntilskud hos privat arbejdsgiver, jobparate m.fl.",
        source=_LAB_68,
    ),
    Value(
        key="loentilskud.weeks.near.public",
        value=17,
        unit="uger",
        danish="Længste løntilskud hos offentlig arbejdsgiver, jobparate m.fl.",
        source=_LAB_68,
        note="Kilderne er uenige: aarhus.dk nævner 6 måneder for nogle grupper. Den korteste er valgt.",
    ),
    Value(
        key="loentilskud.weeks.far",
        value=52,
        unit="uger",
        danish="Længste løntilskud, øvrige grupper",
        source=_LAB_68,
    ),
    Value(
        key="loentilskud.unemployed_months",
        value=6,
        unit="hele måneder",
        danish="Forudgående ledighed ved løntilskud",
        source="star.dk, job med løntilskud",
    ),
    Value(
        key="loentilskud.exempt_age",
        value=50,
        unit="år",
        danish="Alder, fra hvilken ledighedskravet bortfalder",
        source="star.dk, job med løntilskud",
        note="Alder er startår minus fødselsår, når kun året kendes.",
    ),
    Value(
        key="loentilskud.fills_quota",
        value=True,
        danish="Løntilskud tæller i rimelighedskravet",
        source=_BEK_65,
    ),
    Value(
        key="skaanejob.fills_quota",
        value=True,
        danish="Løntilskud for førtidspensionister tæller i rimelighedskravet",
        source=_BEK_65,
    ),
    Value(
        key="nytteindsats.fills_quota",
        value=True,
        danish="Nytteindsats tæller i rimelighedskravet",
        source="star.dk, om ny arbejdspligt",
        assumed=True,
        note="Om personer i nytteindsats stadig fylder kvoten efter 2025, er ikke bekræftet.",
    ),
    Value(key="igu.weeks", value=104, valid_from=IGU_BEGINS, unit="uger", danish="Længde af IGU (2 år)", source=_IGU),
    Value(
        key="igu.least_weekly_hours",
        value=25,
        valid_from=IGU_BEGINS,
        unit="timer om ugen",
        danish="Mindste ugentlige timer i virksomheden i IGU",
        source=_IGU,
    ),
    Value(key="igu.age_from", value=18, valid_from=IGU_BEGINS, unit="år", danish="Yngste alder i IGU", source=_IGU),
    Value(
        key="igu.age_to",
        value=39,
        valid_from=IGU_BEGINS,
        unit="år",
        danish="Ældste alder i IGU",
        source="Lov om integrationsgrunduddannelse (2016); tietgenskolen.dk",
    ),
    Value(key="igu.age_to", value=49, valid_from=REFORM, unit="år", danish="Ældste alder i IGU", source=_IGU),
    Value(
        key="igu.residence_years_below",
        value=10,
        valid_from=IGU_BEGINS,
        unit="år",
        danish="Ophold i Danmark under",
        source="L 202 (2020-21); danskindustri.dk",
        note="De ældre trin før 1. maj 2021 (5 år) er udeladt.",
    ),
    Value(
        key="igu.residence_years_below",
        value=20,
        valid_from=REFORM,
        unit="år",
        danish="Ophold i Danmark under",
        source=_IGU,
    ),
    Value(
        key="igu.last_start",
        value=date(2027, 12, 31),
        valid_from=IGU_BEGINS,
        danish="Seneste start i IGU",
        source=_IGU,
        note="Forsøgsordningens udløb efter gældende lov.",
    ),
    Value(
        key="complaint.weeks",
        value=4,
        unit="uger",
        danish="Frist for at klage over kommunens afgørelse",
        source="Retssikkerhedsloven § 67; dinretshjaelp.dk",
    ),
)
