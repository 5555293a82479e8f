"""Calls as the exchange has them: colleagues' lines, calls, and the legs of each.

Who is with the customer, and who is rung, is in the problem's timeline; what stands here is only
by which leg. A leg of ours is stored before the exchange is asked for it, so that a process that
dies finds every leg again.
"""

from __future__ import annotations

from secrets import token_hex

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from stayline.people.models import Colleague, Door
from stayline.problems.models import Attachment, Contact, Problem

OURS = "sl-"
"""How the names begin of rooms and legs that we make in the exchange."""


def new_room(contact: int) -> str:
    """A name no exchange has heard, also where a database was restored and counts again."""
    return f"{OURS}{contact}-{token_hex(4)}"


class LineKind(models.TextChoices):
    DESK = "desk", gettext_lazy("Desk phone")
    BROWSER = "browser", gettext_lazy("In the browser")


class Line(models.Model):
    """Where a colleague can be rung. All of somebody's lines that are on ring together."""

    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=20, choices=LineKind.choices, default=LineKind.DESK)
    #: The exchange's name of it, for example `PJSIP/iris`; also the account that calls from it.
    address = models.CharField(max_length=120, unique=True)
    #: What others dial to reach it, for example `101`; a Transfer key names somebody by it.
    extension = models.CharField(max_length=20, blank=True)
    is_on = models.BooleanField(default=True)
    #: Of a phone in the browser: the window that takes its calls; "" where none does.
    window = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["colleague", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                name="an_extension_is_one_line", fields=["extension"], condition=~Q(extension="")
            ),
            models.CheckConstraint(name="a_line_has_an_address", condition=~Q(address="")),
            models.CheckConstraint(
                name="only_a_browser_has_a_window", condition=Q(kind="browser") | Q(window="")
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Call(models.Model):
    """One call with somebody outside, about one problem, in one room of the exchange."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="call")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="calls")
    door = models.ForeignKey(Door, models.PROTECT, null=True, related_name="calls")
    #: Of the customer, in E.164; "" where it was withheld. A hint, never proof.
    number = models.CharField(max_length=40, blank=True)
    #: Who called the customer; null where the customer called.
    called_by = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="calls_made", db_index=False
    )
    #: The exchange's name of where they hear each other; used once.
    room = models.CharField(max_length=80, unique=True)
    arrived_at = models.DateTimeField()
    #: Since when there is a live contact: at once where the customer called.
    live_since = models.DateTimeField(null=True)
    #: Since when the customer may leave words, because nobody could come.
    words_asked_at = models.DateTimeField(null=True)
    #: When what they left was kept, or found to be nothing.
    words_kept_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: What a Transfer key named last, where nobody could be asked by that; "" once somebody was.
    named_in_vain = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(name="calls_going_on", fields=["id"], condition=Q(ended_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                name="who_calls_is_on_the_line_at_once",
                condition=Q(called_by__isnull=False) | Q(live_since__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"

    @property
    def language(self) -> str:
        """In which the customer is spoken to: the door's."""
        return self.door.language if self.door else "en"


class LegState(models.TextChoices):
    ASKED = "asked", "The exchange is asked for it"
    RINGING = "ringing", "Rings"
    UP = "up", "Up"
    GONE = "gone", "Gone"


class Leg(models.Model):
    """One line in one call: a colleague's, or (without a colleague) the customer's."""

    #: Ours for what we ring, the exchange's for what arrives; the same on both sides.
    id = models.CharField(primary_key=True, max_length=150)
    call = models.ForeignKey(Call, models.PROTECT, related_name="legs")
    colleague = models.ForeignKey(Colleague, models.PROTECT, null=True, related_name="legs")
    line = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=20, choices=LegState.choices, default=LegState.ASKED)
    asked_at = models.DateTimeField()
    up_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    why_gone = models.CharField(max_length=20, blank=True)
    #: The offer for which a receiver was rung: for one offer nobody is rung twice.
    for_offer = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_leg_is_gone_since_a_moment",
                condition=Q(state="gone", gone_at__isnull=False)
                | ~Q(state="gone") & Q(gone_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_leg_is_up_since_a_moment", condition=~Q(state="up") | Q(up_at__isnull=False)
            ),
            models.UniqueConstraint(
                name="a_customer_is_in_a_call_once",
                fields=["call"],
                condition=Q(colleague__isnull=True) & ~Q(state="gone"),
            ),
        ]

    def __str__(self) -> str:
        return self.id


class WhyGone(models.TextChoices):
    REFUSED = "refused", "The customer did not want it"
    OLD = "old", "Kept for as long as its door says"
    EMPTY = "empty", "The exchange had no sound of it"
    BY_HAND = "by hand", "A colleague deleted it"


class Recording(models.Model):
    """One stretch of a call that was recorded. The row stays when the sound is gone.

    It begins when the customer has heard of it, and the database believes only the timeline that
    they have (migration 0002).
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="recordings")
    #: The exchange's name of it; asked for twice, it is the same recording.
    name = models.CharField(max_length=100, unique=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    #: When its sound was fetched from the exchange, or found not to be there.
    fetched_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    attachment = models.OneToOneField(
        Attachment, models.SET_NULL, null=True, related_name="recording"
    )
    #: The door's days from its end; None where nothing was kept.
    keep_until = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    why_gone = models.CharField(max_length=20, choices=WhyGone.choices, blank=True)
    gone_by = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["call", "id"]
        indexes = [
            models.Index(
                name="recordings_to_give_up",
                fields=["keep_until"],
                condition=Q(attachment__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_call_is_recorded_once_at_a_time",
                fields=["call"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="what_is_kept_has_ended_and_has_a_last_day",
                condition=Q(attachment__isnull=True)
                | Q(
                    ended_at__isnull=False,
                    fetched_at__isnull=False,
                    keep_until__isnull=False,
                    gone_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="what_is_gone_says_why",
                condition=Q(gone_at__isnull=True, why_gone="")
                | Q(gone_at__isnull=False) & ~Q(why_gone=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
