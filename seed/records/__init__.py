"""What a municipality is made of, as plain frozen values. Names and fields are those of the database's tables."""

from seed.records.meetings import BusyTime, Meeting, MeetingAgreement, Participant, Room, Site, WorkingHours
from seed.records.people import (
    CaseEvent,
    Citizen,
    Commitment,
    Consent,
    CtiCourse,
    Exclusion,
    Goal,
    Household,
    Involvement,
    Plan,
    User,
    Wish,
)
from seed.records.work import Company, CompanyUser, EmployeeCount, Opening, Placement, Shift, Unit

__all__ = [
    "BusyTime",
    "CaseEvent",
    "Citizen",
    "Commitment",
    "Company",
    "CompanyUser",
    "Consent",
    "CtiCourse",
    "EmployeeCount",
    "Exclusion",
    "Goal",
    "Household",
    "Involvement",
    "Meeting",
    "MeetingAgreement",
    "Opening",
    "Participant",
    "Placement",
    "Plan",
    "Room",
    "Shift",
    "Site",
    "Unit",
    "User",
    "Wish",
    "WorkingHours",
]
