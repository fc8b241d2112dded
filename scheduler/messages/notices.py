"""Messages that say only that there is something to log in for: one line of the table for each kind. Pure.

Nothing in them is about anybody, so they may leave the house by any channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scheduler.followups.escalation import KIND as FOLLOW_UP_ESCALATED

TROUBLE_REPORTED = "trouble.reported"
TROUBLE_WAITS = "trouble.waits"
PLACE_CAME_FREE = "activity.place_came_free"
PLACEMENT_OVER = "placement.over"
PROPOSAL_WAITS, PROPOSAL_LAPSES = "proposal.waits", "proposal.lapses"
LOG_IN = "Log ind i Tovholder for at se"


@dataclass(frozen=True, slots=True)
class Notice:
    """A subject, and what it says. urgent: it leaves before everything else that waits."""

    subject: str
    text: str
    urgent: bool = False


NOTICES: Mapping[str, Notice] = MappingProxyType(
    {
        FOLLOW_UP_ESCALATED: Notice(
            "Opfølgninger over frist", f"Der er opfølgninger, som er langt over deres frist. {LOG_IN} dem."
        ),
        PLACE_CAME_FREE: Notice(
            "En plads på en venteliste", f"En plads er blevet ledig og givet til den næste på listen. {LOG_IN} den."
        ),
        PLACEMENT_OVER: Notice(
            "Et forløb er slut", f"Der er et forløb, som er slut, og ingen har skrevet, hvordan det gik. {LOG_IN} det."
        ),
        PROPOSAL_WAITS: Notice("Et forslag venter på dit svar", f"Der er et forslag til dig. {LOG_IN} det og svare."),
        PROPOSAL_LAPSES: Notice(
            "Husk at svare på et forslag", f"Der er et forslag, som snart udløber. {LOG_IN} det og svare."
        ),
        TROUBLE_REPORTED: Notice("Ny henvendelse", f"Der er en ny henvendelse til dig. {LOG_IN} den.", urgent=True),
        TROUBLE_WAITS: Notice(
            "Henvendelse uden svar", f"Der er en henvendelse, som ingen har taget. {LOG_IN} den.", urgent=True
        ),
    }
)
"""By kind of outbox message. A room that tells people to log in puts its line here."""

URGENT = tuple(sorted(kind for kind, notice in NOTICES.items() if notice.urgent))
