"""What a citizen takes part in: asked for, waited for, granted, left. First asked is first served, under a lock.

A place is one of a course, where the offer has courses, else one of the offer itself. Direct access gives a
place at once or not at all; a waiting list lets people wait; a special referral is the caseworker's to give.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens import service
from citizens.access import is_responsible, may_decide
from citizens.offers import queries as offers
from citizens.offers.tables import Access, CatalogueOffer, OfferCourse
from citizens.plans import queries
from citizens.plans.tables import ActivityState, PlanActivity
from citizens.tables import Citizen
from citizens.texts import checked
from core import audit, outbox
from core.clock import local_day
from core.errors import ConflictError, ForbiddenError, NotFoundError

PLACE_CAME_FREE = "activity.place_came_free"
"""The kind of message; what it says stands with the other notices, a floor above."""
FULL = "Der er ikke flere ledige pladser. Vælg et andet hold eller et andet tilbud."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a place is asked for: an offer, locked, and one of its courses where it has any."""

    offer: CatalogueOffer
    course: OfferCourse | None

    @property
    def course_id(self) -> int | None:
        """The course's row."""
        return None if self.course is None else self.course.id

    @property
    def limit(self) -> int | None:
        """How many can take part; None without a limit."""
        own = None if self.course is None else self.course.places
        return self.offer.places if own is None else own


def choose(
    session: Session, now: datetime, user: User, citizen_id: int, offer_id: int, course_id: int | None = None
) -> PlanActivity:
    """Ask for a place for the citizen. What comes of it depends on the offer's access; see the state.

    Citizens choose for themselves what has direct access or a waiting list. Raises NotFoundError, ForbiddenError,
    ConflictError where it is full, closed, over, or chosen already.
    """
    citizen = service.look(session, now, user.id, citizen_id, "aktivitet")
    place = _place(session, offer_id, course_id, local_day(now))
    _check_chooser(user, citizen, place.offer)
    if queries.open_activity(session, citizen_id, offer_id) is not None:
        raise ConflictError("Borgeren har eller venter allerede på dette tilbud.", rule="chosen", offer=offer_id)
    state = _first_state(session, place)
    granted = state is ActivityState.GRANTED
    activity = PlanActivity(
        citizen_id=citizen_id,
        offer_id=offer_id,
        course_id=place.course_id,
        state=state,
        from_=_first_day(place, local_day(now)) if granted else None,
        to=place.course.last if granted and place.course is not None else None,
        asked_at=now,
        asked_by=user.id,
        decided_at=now if granted else None,
        decided_by=user.id if granted else None,
    )
    session.add(activity)
    session.flush()
    _note(session, now, user.id, activity)
    return activity


def decide(
    session: Session, now: datetime, user: User, activity_id: int, granted: bool, reason: str = ""
) -> PlanActivity:
    """The caseworker grants or refuses (with a reason) what takes a special referral (særlig visitation).

    Raises NotFoundError, ForbiddenError, BadInputError, ConflictError where it is decided already or there is no place.
    """
    activity, citizen = _seen(session, now, user, activity_id)
    if not may_decide(user, citizen):
        raise ForbiddenError("Kun borgerens sagsbehandler kan bevillige.", activity=activity_id)
    place = _place_of(session, activity)
    if activity.state is not ActivityState.ASKED:
        raise ConflictError("Det er allerede afgjort.", rule="decided", activity=activity_id)
    activity.decided_at, activity.decided_by = now, user.id
    if granted:
        _check_free(session, place)
        _grant(activity, place, local_day(now))
    else:
        activity.state, activity.reason = ActivityState.REFUSED, checked("reason", reason)
    _note(session, now, user.id, activity)
    return activity


def leave(
    session: Session, now: datetime, user: User, activity_id: int, done: bool = False, reason: str = ""
) -> PlanActivity:
    """The citizen leaves, having gone through it or not; the place goes to whoever has waited longest.

    Raises NotFoundError, ForbiddenError, ConflictError where it is over already.
    """
    activity, citizen = _seen(session, now, user, activity_id)
    if user.id != citizen.user_id and not is_responsible(user.id, citizen):
        raise ForbiddenError("Du kan se aktiviteten, men ikke ændre den.", activity=activity_id)
    place = _place_of(session, activity)
    if activity.state not in queries.OPEN:
        raise ConflictError("Aktiviteten er allerede slut.", rule="over", activity=activity_id)
    held = activity.state is ActivityState.GRANTED
    activity.state = ActivityState.DONE if done and held else ActivityState.DROPPED
    activity.reason = reason.strip()[:500] or None
    activity.to = _last_day(activity, local_day(now)) if held else None
    session.flush()
    _note(session, now, user.id, activity)
    if held:
        _serve(session, now, place)
    return activity


def fill(session: Session, now: datetime, offer_id: int) -> None:
    """Give what places there are to those who wait: after the offer got more of them."""
    offer = offers.lock_offer(session, offer_id)
    if offer is not None:
        for course in (None, *offers.courses(session, [offer_id], local_day(now)).get(offer_id, ())):
            _serve(session, now, Place(offer, course))


def _check_chooser(user: User, citizen: Citizen, offer: CatalogueOffer) -> None:
    if user.id == citizen.user_id and offer.access is Access.REFERRAL:
        raise ForbiddenError("Det kræver en henvisning. Tal med din sagsbehandler om det.", offer=offer.id)
    if user.id != citizen.user_id and (user.role is Role.CITIZEN or not is_responsible(user.id, citizen)):
        raise ForbiddenError("Du kan se borgeren, men ikke vælge for borgeren.", citizen=citizen.id)


def _first_state(session: Session, place: Place) -> ActivityState:
    access = place.offer.access
    if access is Access.REFERRAL:
        return ActivityState.ASKED
    if access is Access.WAITING_LIST and not _is_free(session, place):
        return ActivityState.WAITING
    _check_free(session, place)
    return ActivityState.GRANTED


def _is_free(session: Session, place: Place) -> bool:
    """Whether there is a place, and nobody who has waited longer for it."""
    if place.limit is None:
        return True
    if queries.first_waiting(session, place.offer.id, place.course_id) is not None:
        return False
    return queries.taken(session, place.offer.id, place.course_id) < place.limit


def _check_free(session: Session, place: Place) -> None:
    if not _is_free(session, place):
        raise ConflictError(FULL, rule="full", offer=place.offer.id)


def _serve(session: Session, now: datetime, place: Place) -> None:
    """Give the places that are free to those who have waited longest for them."""
    today = local_day(now)
    if place.offer.closed_on is not None or (place.course is not None and place.course.last < today):
        return
    while (waiting := queries.first_waiting(session, place.offer.id, place.course_id)) is not None:
        if place.limit is not None and queries.taken(session, place.offer.id, place.course_id) >= place.limit:
            return
        waiting.decided_at = now
        _grant(waiting, place, today)
        session.flush()
        _note(session, now, None, waiting)
        _tell(session, now, waiting)


def _tell(session: Session, now: datetime, activity: PlanActivity) -> None:
    """Whoever waited, where they log in, and their caseworker hear that a place is theirs; not which."""
    citizen = session.get_one(Citizen, activity.citizen_id)
    receivers = {"user": citizen.caseworker_id} | ({} if citizen.user_id is None else {"citizen": citizen.id})
    for role, who in receivers.items():
        outbox.put(session, now, PLACE_CAME_FREE, f"{PLACE_CAME_FREE}:{activity.id}:{role}", to={role: who})


def _grant(activity: PlanActivity, place: Place, today: date) -> None:
    activity.state = ActivityState.GRANTED
    activity.from_ = _first_day(place, today)
    activity.to = None if place.course is None else place.course.last


def _first_day(place: Place, today: date) -> date:
    return today if place.course is None else max(place.course.first, today)


def _last_day(activity: PlanActivity, today: date) -> date:
    """The last day of who leaves today; who leaves before the beginning never came."""
    return today if activity.from_ is None else max(activity.from_, today)


def _place(session: Session, offer_id: int, course_id: int | None, today: date) -> Place:
    offer = offers.lock_offer(session, offer_id)
    if offer is None:
        raise NotFoundError("Tilbuddet findes ikke.", offer=offer_id)
    if offer.closed_on is not None and offer.closed_on <= today:
        raise ConflictError("Tilbuddet er lukket. Vælg et andet.", rule="closed", offer=offer_id)
    coming = offers.courses(session, [offer_id], today).get(offer_id, [])
    if course_id is None and coming:
        raise ConflictError("Tilbuddet har hold. Vælg et af dem.", rule="course", offer=offer_id)
    course = next((one for one in coming if one.id == course_id), None)
    if course_id is not None and course is None:
        raise ConflictError("Holdet er slut eller findes ikke. Vælg et andet.", rule="course", offer=offer_id)
    return Place(offer, course)


def _place_of(session: Session, activity: PlanActivity) -> Place:
    """The activity's own place, locked; the activity is as it stands under the lock."""
    offer = offers.lock_offer(session, activity.offer_id)
    assert offer is not None
    session.refresh(activity)
    return Place(offer, None if activity.course_id is None else offers.course(session, activity.course_id))


def _seen(session: Session, now: datetime, user: User, activity_id: int) -> tuple[PlanActivity, Citizen]:
    activity = queries.activity(session, activity_id)
    if activity is None:
        raise NotFoundError("Aktiviteten findes ikke.", activity=activity_id)
    return activity, service.look(session, now, user.id, activity.citizen_id, "aktivitet")


def _note(session: Session, now: datetime, user_id: int | None, activity: PlanActivity) -> None:
    facts = {"activity": activity.id, "offer": activity.offer_id}
    audit.record(session, now, user_id, f"activity.{activity.state.value}", f"citizen:{activity.citizen_id}", **facts)
