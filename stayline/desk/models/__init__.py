"""What only the desk knows: words that have not left yet, what somebody does not want to see now. No
timeline tells of it."""

from stayline.desk.models.absences import Absence, StandIn
from stayline.desk.models.brush_offs import BrushOff
from stayline.desk.models.calendars import CalendarAddress
from stayline.desk.models.erasures import Erasure
from stayline.desk.models.notices import News, NoticeChoice, NoticeTest, PushLine, Way
from stayline.desk.models.snoozing import Snooze
from stayline.desk.models.writing import Draft, PendingSend, SavedReply, WritingKind

__all__ = [
    "Absence",
    "BrushOff",
    "CalendarAddress",
    "Draft",
    "Erasure",
    "News",
    "NoticeChoice",
    "NoticeTest",
    "PendingSend",
    "PushLine",
    "SavedReply",
    "Snooze",
    "StandIn",
    "Way",
    "WritingKind",
]
