"""The tables around the rule. Only the journal writes what the rule decides."""

from stayline.problems.models.causes import Announcement, AnnouncementCopy, Cause
from stayline.problems.models.handoffs import Notice, Offer, Promise, Question
from stayline.problems.models.people import Party, Tenure, TenureRole, Token, TokenKind
from stayline.problems.models.problems import UNCONFIRMED, Problem, Stage
from stayline.problems.models.searching import Findable, SavedSearch
from stayline.problems.models.timeline import CompanyEvent, OutsideAct, TimelineEvent
from stayline.problems.models.uploads import Upload, UploadPlace
from stayline.problems.models.words import (
    Attachment,
    Contact,
    ContactKind,
    Text,
    TextKind,
    Word,
    WordKind,
)

__all__ = [
    "UNCONFIRMED",
    "Announcement",
    "AnnouncementCopy",
    "Attachment",
    "Cause",
    "CompanyEvent",
    "Contact",
    "ContactKind",
    "Findable",
    "Notice",
    "Offer",
    "OutsideAct",
    "Party",
    "Problem",
    "Promise",
    "Question",
    "SavedSearch",
    "Stage",
    "Tenure",
    "TenureRole",
    "Text",
    "TextKind",
    "TimelineEvent",
    "Token",
    "TokenKind",
    "Upload",
    "UploadPlace",
    "Word",
    "WordKind",
]
