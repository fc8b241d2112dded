"""What nobody has confirmed yet: to be asked of a jurist or of STAR before real use."""

OPEN_QUESTIONS = (
    "The text of the new main law that is expected to come into force on 2027-01-01.",
    "Whether an executive order after BEK 2636 of 28/12/2021 changed § 65, and the rest of § 65, stk. 6.",
    "How a fractional full-time load is held against a whole number of places; counting heads is the strict way.",
    "Whether nytteindsats still fills the quota after the arbejdspligt act of 2025.",
    "Whether people in IGU or on a fixed term count as ordinary employees.",
    "The length of løntilskud for each group: LAB § 68 and the municipalities' own pages do not agree.",
    "The list of groups with 13 weeks of virksomhedspraktik.",
    "The number of talks for aktivitetsparate and other groups further away after 2026-07-01.",
    "The number of CTI contacts in each phase, and whether six months can be run as three times two.",
    "Exemptions from the quota for veterans, nyttejob and social-economy firms: no source found, none coded.",
    "Preference for part-time staff (fortrinsstilling), strikes and lockouts: not coded.",
)
