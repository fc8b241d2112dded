"""The industries of the demo municipality: how many firms, how large, what work, at which hours.

Shares and sizes are assumed from what Vendsyssel lives by: fish, farms, harbours, yards, tourism, care.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """An industry (branche).

    code: DB07. share: of private firms. wanted: how much citizens wish for it, as a weight. staff: median ordinary
    employees in full-time equivalents and sigma of their lognormal spread. rota: a key of `openings.ROTAS`.
    gentle: the probability that a unit can spare somebody heavy lifting. social: suits a social-economy firm.
    """

    code: str
    names: tuple[str, ...]
    share: float
    wanted: float
    staff: tuple[float, float]
    work: tuple[str, ...]
    rota: str
    gentle: float = 0.5
    social: float = 0.0
    harbour: bool = False
    season: float = 0.0


PRIVATE = (
    Industry(code="812100", names=("Rengøring", "Erhvervsrengøring"), share=6, wanted=3, staff=(9, 1.0),
             work=("911210", "911230", "912300", "911100"), rota="early", gentle=0.4, social=0.5),
    Industry(code="551010", names=("Hotel", "Badehotel", "Kro"), share=4, wanted=4, staff=(11, 0.9),
             work=("911240", "422400", "941210", "513100"), rota="hotel", season=0.35),
    Industry(code="561010", names=("Restaurant", "Spisehus", "Bistro"), share=5, wanted=5, staff=(6, 0.8),
             work=("941210", "512000", "513100", "941220"), rota="evening", season=0.3),
    Industry(code="561020", names=("Café", "Cafeteria", "Is og grill"), share=4, wanted=6, staff=(4, 0.7),
             work=("513200", "941210", "524600", "941100"), rota="day", gentle=0.8, social=2.0, season=0.25),
    Industry(code="562900", names=("Kantine", "Madhus"), share=3, wanted=5, staff=(6, 0.8),
             work=("941210", "512000"), rota="kitchen", social=1.0),
    Industry(code="471120", names=("Supermarked", "Dagligvarer", "Købmand"), share=6, wanted=7, staff=(14, 0.7),
             work=("933420", "523000", "522300", "751200"), rota="shop"),
    Industry(code="477110", names=("Tøj", "Garderobe", "Modehus"), share=4, wanted=8, staff=(3, 0.7),
             work=("522300", "343200"), rota="shop", gentle=0.9),
    Industry(code="477900", names=("Genbrug", "Genbrugsbutik", "Antikhal"), share=3, wanted=6, staff=(4, 0.7),
             work=("522300", "961200", "753300", "821900"), rota="shop", gentle=0.7, social=3.0),
    Industry(code="475220", names=("Byggemarked", "Trælast"), share=2, wanted=3, staff=(16, 0.7),
             work=("522300", "933410", "834400"), rota="shop", gentle=0.3),
    Industry(code="521000", names=("Lager", "Terminal", "Logistik"), share=4, wanted=8, staff=(18, 0.9),
             work=("933410", "432100", "834400", "932100"), rota="industry", gentle=0.3),
    Industry(code="494100", names=("Transport", "Vognmandsforretning", "Fragt"), share=4, wanted=4, staff=(10, 0.9),
             work=("833210", "832220", "933300", "432330"), rota="early", gentle=0.2),
    Industry(code="102010", names=("Fisk", "Fiskeindustri", "Seafood"), share=4, wanted=1.5, staff=(32, 1.0),
             work=("816030", "932100", "911230", "933410"), rota="industry", gentle=0.2, harbour=True),
    Industry(code="301100", names=("Værft", "Skibsservice"), share=2, wanted=2, staff=(28, 0.9),
             work=("721400", "721200", "713120", "741100"), rota="industry", gentle=0.1, harbour=True),
    Industry(code="251100", names=("Smedie", "Stål", "Maskinfabrik"), share=4, wanted=3, staff=(15, 0.9),
             work=("722100", "721200", "722300", "932900"), rota="industry", gentle=0.2),
    Industry(code="433200", names=("Tømrer og snedker", "Byg", "Tømrerfirma"), share=6, wanted=4, staff=(6, 0.9),
             work=("711510", "931390"), rota="craft", gentle=0.05),
    Industry(code="433410", names=("Malerfirma", "Malermester"), share=3, wanted=4, staff=(5, 0.8),
             work=("713110",), rota="craft", gentle=0.3),
    Industry(code="432200", names=("VVS", "Blik og rør"), share=3, wanted=2, staff=(7, 0.8),
             work=("712600", "931390"), rota="craft", gentle=0.1),
    Industry(code="813000", names=("Anlægsgartner", "Haveservice", "Grønne anlæg"), share=4, wanted=6, staff=(5, 0.9),
             work=("611320", "921400", "962200"), rota="craft", gentle=0.3, social=1.5, season=0.2),
    Industry(code="014100", names=("Landbrug", "Mælkeproduktion", "I/S Gården"), share=6, wanted=2, staff=(3, 0.7),
             work=("921200", "921300", "834100"), rota="farm", gentle=0.1),
    Industry(code="105100", names=("Mejeri", "Ostehus"), share=1, wanted=2, staff=(30, 0.8),
             work=("816040", "818300", "751300"), rota="industry", gentle=0.3),
    Industry(code="107120", names=("Bageri", "Brødhus"), share=2, wanted=3, staff=(7, 0.7),
             work=("751200", "522300", "911230"), rota="early", gentle=0.5),
    Industry(code="452010", names=("Autoværksted", "Auto", "Bilservice"), share=4, wanted=5, staff=(5, 0.7),
             work=("723110", "912200", "522300"), rota="craft", gentle=0.3),
    Industry(code="477830", names=("Cykler", "Cykelværksted"), share=1.5, wanted=4, staff=(3, 0.6),
             work=("723400", "522300"), rota="shop", gentle=0.6, social=2.0),
    Industry(code="620100", names=("Data", "Software", "IT"), share=2, wanted=9, staff=(7, 1.0),
             work=("351200", "251220", "251900"), rota="office", gentle=1.0, social=0.3),
    Industry(code="692000", names=("Revision", "Bogholderi", "Regnskab"), share=2, wanted=6, staff=(6, 0.8),
             work=("431100", "411000"), rota="office", gentle=1.0),
    Industry(code="960210", names=("Frisør", "Salon"), share=2, wanted=4, staff=(2, 0.6),
             work=("514100",), rota="shop", gentle=0.9),
    Industry(code="960110", names=("Vaskeri", "Linnedservice"), share=1.5, wanted=2, staff=(12, 0.8),
             work=("815700", "912100", "832220"), rota="industry", gentle=0.5, social=2.0),
    Industry(code="310900", names=("Møbler", "Træværksted", "Snedkeri"), share=2, wanted=4, staff=(9, 0.9),
             work=("752200", "821900", "932900"), rota="workshop", gentle=0.5, social=2.0),
    Industry(code="222900", names=("Plast", "Emballage"), share=2, wanted=2, staff=(22, 0.8),
             work=("814220", "932900", "754300"), rota="industry", gentle=0.3),
    Industry(code="829200", names=("Pakkeri", "Montage"), share=2, wanted=4, staff=(8, 0.9),
             work=("932100", "821900", "932900"), rota="workshop", gentle=0.7, social=2.5),
    Industry(code="381100", names=("Genbrugsservice", "Renovation"), share=1.5, wanted=2, staff=(14, 0.8),
             work=("961200", "833240", "961100"), rota="early", gentle=0.3, social=0.8),
    Industry(code="493200", names=("Taxa", "Flextrafik"), share=1.5, wanted=3, staff=(6, 0.8),
             work=("832210",), rota="office", gentle=0.8),
    Industry(code="871020", names=("Bosted", "Opholdssted"), share=2, wanted=5, staff=(16, 0.7),
             work=("532190", "941210", "962200"), rota="care", gentle=0.6, social=0.6),
    Industry(code="553000", names=("Camping", "Feriecenter"), share=2, wanted=3, staff=(6, 0.9),
             work=("911240", "962200", "422600"), rota="hotel", gentle=0.4, season=0.5),
)  # fmt: skip

PUBLIC = (
    Industry(code="871010", names=("Plejecenter",), share=6, wanted=8, staff=(42, 0.4),
             work=("532110", "941210", "911260", "962200"), rota="care", gentle=0.5),
    Industry(code="889150", names=("Børnehus",), share=7, wanted=11, staff=(18, 0.4),
             work=("531120", "941210", "911210"), rota="nursery", gentle=0.6),
    Industry(code="852010", names=("Skole",), share=6, wanted=7, staff=(48, 0.5),
             work=("531200", "515300", "911210", "411000"), rota="school", gentle=0.7),
    Industry(code="841100", names=("Forvaltning",), share=2, wanted=10, staff=(80, 0.5),
             work=("411000", "441220", "422600", "941210"), rota="office", gentle=1.0),
    Industry(code="813000", names=("Vej og Park",), share=2, wanted=4, staff=(24, 0.5),
             work=("611320", "961300", "931290", "962200"), rota="craft", gentle=0.3),
    Industry(code="910110", names=("Bibliotek",), share=2, wanted=6, staff=(9, 0.5),
             work=("441100", "422600", "351200"), rota="office", gentle=0.9),
    Industry(code="931100", names=("Idrætshal", "Svømmehal"), share=2, wanted=4, staff=(7, 0.5),
             work=("962200", "541900", "941210"), rota="day", gentle=0.6),
    Industry(code="881010", names=("Hjemmepleje",), share=2, wanted=5, staff=(55, 0.4),
             work=("532210", "911100"), rota="care", gentle=0.3),
)  # fmt: skip
"""Units of the municipality itself."""

HOSPITAL = Industry(
    code="861000", names=("Sygehus",), share=1, wanted=5, staff=(820, 0.1), rota="care", gentle=0.6,
    work=("911220", "532130", "941210", "334400", "532110", "815700"),
)  # fmt: skip
"""The region's hospital: the largest unit of the map."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What an occupation asks of whoever comes: Danish (CEFR), skills, driving licence."""

    language: str = "A1"
    skills: tuple[str, ...] = ()
    licence: bool = False


DEMANDS = {
    "911210": Demand("A0"), "911240": Demand("A0"), "932100": Demand("A0"), "816030": Demand("A0"),
    "815700": Demand("A0"), "912100": Demand("A0"), "921400": Demand("A0"), "961300": Demand("A0"),
    "921200": Demand("A1"), "921300": Demand("A1"), "932900": Demand("A0"), "912200": Demand("A1"),
    "911220": Demand("A1", ("hygiene_certificate",)), "911230": Demand("A1"), "941210": Demand("A1"),
    "941220": Demand("A1"), "941100": Demand("A2", ("hygiene_certificate",)),
    "512000": Demand("A2", ("hygiene_certificate",)), "816040": Demand("A1", ("hygiene_certificate",)),
    "751300": Demand("A2", ("hygiene_certificate",)),
    "513100": Demand("B1"), "513200": Demand("B1"), "524600": Demand("B1", ("cash_register",)),
    "523000": Demand("B1", ("cash_register",)), "522300": Demand("B1"), "933420": Demand("A1"),
    "933410": Demand("A1"), "834400": Demand("A2", ("forklift",)), "432100": Demand("B1", ("it_basic",)),
    "432330": Demand("B2", ("it_basic",)), "832220": Demand("A2", (), True),
    "833210": Demand("A2", ("licence_c",), True),
    "833240": Demand("A2", ("licence_c",), True), "832210": Demand("B1", (), True),
    "721200": Demand("A2", ("welding_tig",)), "721400": Demand("A2", ("welding_tig",)),
    "834100": Demand("A2", (), True),
    "741100": Demand("B1"), "611320": Demand("A1"), "711510": Demand("A2"), "713110": Demand("A1"),
    "712600": Demand("A2"), "723110": Demand("A2"), "722300": Demand("A2"),
    "532110": Demand("B1", ("care_course",)), "532210": Demand("B1", ("care_course",), True), "532130": Demand("B1"),
    "532190": Demand("B1"), "531120": Demand("B1"), "531200": Demand("B2"), "911260": Demand("A2"),
    "411000": Demand("B2", ("it_basic",)), "431100": Demand("B2", ("it_basic",)), "334400": Demand("C1", ("it_basic",)),
    "422600": Demand("B2"), "422400": Demand("B2"), "441220": Demand("B1"), "441100": Demand("B1"),
    "351200": Demand("B2", ("it_basic",)), "251220": Demand("B2", ("it_basic",)), "251900": Demand("B1", ("it_basic",)),
    "541900": Demand("B2"), "514100": Demand("B1"),
}  # fmt: skip
"""By occupation; what is not listed asks for A1 alone."""
SKILLS = {
    "it_basic": 0.34, "hygiene_certificate": 0.26, "cash_register": 0.20, "care_course": 0.12, "forklift": 0.10,
    "welding_tig": 0.05, "licence_c": 0.05, "chainsaw": 0.05, "first_aid": 0.18,
}  # fmt: skip
"""Share of citizens with each skill; assumed."""
