"""Who is asked to a meeting, and the meetings as they are written down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from seed.records import Citizen, Involvement, Meeting, Participant, Placement, Unit
from seed.sites import Sites
from seed.staff import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the meetings are about: citizens with their actors, consents and placements, the staff, the sites."""

    citizens: Sequence[Citizen]
    households: Mapping[int, Sequence[int]]
    """By household: its citizens."""
    actors: Mapping[int, Sequence[Involvement]]
    consents: Mapping[int, Collection[str]]
    """By citizen: the authorities that a consent in force, or the law, covers."""
    placements: Mapping[int, Placement]
    """By citizen: the placement running now."""
    employers: Mapping[int, int]
    """By unit: its company's user."""
    units: Mapping[int, Unit]
    interpreters: Mapping[int, Sequence[int]]
    """By citizen who needs one: those who speak the language."""
    staff: Staff
    sites: Sites

    def authorities(self, citizen: Citizen) -> set[str]:
        """The authorities at work for the citizen."""
        return {actor.authority for actor in self.actors[citizen.id]}

    def allowed(self, citizen: Citizen) -> tuple[int, ...]:
        """The actors who may be asked: those of the job field, and of each authority the citizen has consented to."""
        covered = {"job", *self.consents.get(citizen.id, ())}
        return tuple(actor.user_id for actor in self.actors[citizen.id] if actor.authority in covered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who must come, who may, which one of a pool, and where."""

    chair: int
    about: int | None
    citizens: tuple[int, ...] = ()
    required: tuple[int, ...] = ()
    optional: tuple[int, ...] = ()
    pool: tuple[int, ...] = ()
    sites: tuple[int, ...]

    @property
    def users(self) -> tuple[int, ...]:
        """Everybody who must come, once."""
        return tuple(dict.fromkeys(self.required))


@dataclass(frozen=True, slots=True)
class Book:
    """Meetings and their participants, numbered as they are written."""

    meetings: list[Meeting] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)

    def write(self, meeting: Meeting, invitation: Invitation, attends: bool = False) -> None:
        """Add a meeting with everybody asked to it."""
        self.meetings.append(meeting)
        for citizen in invitation.citizens:
            self._ask(meeting, None, citizen, True, None, attends)
        for user in invitation.users:
            self._ask(meeting, user, None, True, None, attends)
        for user in dict.fromkeys(invitation.optional):
            if user not in invitation.users:
                self._ask(meeting, user, None, False, None, attends)
        for user in invitation.pool:
            self._ask(meeting, user, None, True, 1, attends and user == invitation.pool[0])

    def _ask(
        self, meeting: Meeting, user: int | None, citizen: int | None, required: bool, pool: int | None, attends: bool
    ) -> None:
        self.participants.append(
            Participant(
                id=len(self.participants) + 1,
                meeting_id=meeting.id,
                user_id=user,
                citizen_id=citizen,
                required=required,
                pool=pool,
                attends=attends,
            )
        )
