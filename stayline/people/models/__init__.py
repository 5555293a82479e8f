"""The tables of `people`, one module per noun. Everything is protected from deletion:
whoever was part of a problem stays readable in its timeline."""

from stayline.people.models.colleagues import Colleague, Role
from stayline.people.models.customers import Address, AddressKind, Customer, Organisation
from stayline.people.models.doors import Door, DoorKind, Recording
from stayline.people.models.duty_lists import DutyList, DutyTurn
from stayline.people.models.presence import OwnWord, Presence, PresenceOutside, Whereabouts
from stayline.people.models.teams import Team, TeamMember

__all__ = [
    "Address",
    "AddressKind",
    "Colleague",
    "Customer",
    "Door",
    "DoorKind",
    "DutyList",
    "DutyTurn",
    "Organisation",
    "OwnWord",
    "Presence",
    "PresenceOutside",
    "Recording",
    "Role",
    "Team",
    "TeamMember",
    "Whereabouts",
]
