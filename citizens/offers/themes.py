"""The themes of the catalogue, as municipalities group what they offer: health, everyday life, work, network ..."""

from enum import StrEnum


class Theme(StrEnum):
    """What an offer is about (tema i tilbudsviften). The eight categories are our own cut of the municipalities'."""

    HEALTH = "health"
    """Body and mind: pain, sleep, food, exercise, talks."""
    EVERYDAY = "everyday"
    """Home, economy, papers, children."""
    LANGUAGE = "language"
    JOB = "job"
    """Courses and help towards work."""
    EDUCATION = "education"
    NETWORK = "network"
    """People to be with: clubs, voluntary work, sport."""
    SUPPORT = "support"
    """A person beside the citizen, given by an authority."""
    MENTOR = "mentor"
    """A mentor, chosen by the citizen for competences and interests."""
