"""What a citizen takes part in, with what it takes to show it: the offer, the course, and how many wait before them."""

from collections.abc import Sequence
from dataclasses import dataclass

from citizens.offers.queries import courses_by_id, offers_by_id
from citizens.offers.tables import CatalogueOffer, OfferCourse
from citizens.plans.queries import OPEN, activities, ahead_of
from citizens.plans.tables import ActivityState, PlanActivity
from citizens.tables import Citizen
from web.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One activity. place_in_line: 1 for the first on the waiting list, None for who does not wait."""

    activity: PlanActivity
    offer: CatalogueOffer
    course: OfferCourse | None
    place_in_line: int | None

    @property
    def is_open(self) -> bool:
        """Whether it is under way or may come."""
        return self.activity.state in OPEN


def taken_part(visit: Visit, citizen: Citizen) -> Sequence[Taken]:
    """Everything that the citizen has asked for, those under way first, then the latest."""
    rows = activities(visit.session, citizen.id)
    offers = offers_by_id(visit.session, {one.offer_id for one in rows})
    courses = courses_by_id(visit.session, {one.course_id for one in rows if one.course_id is not None})
    shown = [
        Taken(
            activity=row,
            offer=offers[row.offer_id],
            course=courses.get(row.course_id or 0),
            place_in_line=1 + ahead_of(visit.session, row) if row.state is ActivityState.WAITING else None,
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: not one.is_open)
