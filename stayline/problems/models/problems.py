"""A problem as it stands: the fold of its timeline, kept for reading.

Written only by the journal, in the same transaction as the events it folds.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from stayline.people.models import Colleague, Customer, Door


class Stage(models.TextChoices):
    """Where a problem stands in its life."""

    RINGING = "ringing", "Ringing"
    OWNED = "owned", "Owned"
    PROPOSED = "proposed", "Solution proposed"
    RESTING = "resting", "Resting"
    SET_ASIDE = "set aside", "Set aside"
    SATISFIED = "satisfied", "Satisfied"
    JOINED = "joined", "Joined"

    @classmethod
    def open(cls) -> list[Stage]:
        """The stages in which a customer is waiting and a promise stands."""
        return [cls.RINGING, cls.OWNED, cls.PROPOSED]

    @classmethod
    def over(cls) -> list[Stage]:
        """The stages in which nothing is asked of anybody, unless something comes."""
        return [cls.SATISFIED, cls.SET_ASIDE, cls.JOINED]


UNCONFIRMED = Q(stage="set aside") & ~Q(detail__endswith="✓")
"""Set aside, and no second colleague has confirmed it."""


class Problem(models.Model):
    """What a customer came with, and the one colleague who answers for it."""

    owner = models.ForeignKey(Colleague, models.PROTECT, related_name="problems_owned")
    stage = models.CharField(max_length=20, choices=Stage.choices)
    detail = models.CharField(max_length=30, blank=True)  # how it rests, why it was set aside
    nature = models.CharField(max_length=20)
    door = models.ForeignKey(
        Door, models.PROTECT, null=True, related_name="problems", db_index=False
    )
    principal = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="problems_as_principal"
    )
    version = models.PositiveIntegerField()
    state = models.JSONField()
    opened_at = models.DateTimeField()
    #: The first words of the problem as the customer put them; personal, so erasable.
    subject = models.CharField(max_length=500, blank=True)
    promise_due = models.DateTimeField(null=True)
    promise_carrier = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="promises_carried", db_index=False
    )
    waits_for = models.CharField(max_length=20, blank=True)
    #: Who signed first what waits for a second signature.
    unsigned_by = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="+", db_index=False
    )
    customer_spoke_at = models.DateTimeField(null=True)
    we_spoke_at = models.DateTimeField(null=True)
    #: Everyone who may see it beside the owner: helpers, receivers, those asked, the cover.
    involved = ArrayField(models.BigIntegerField(), default=list)
    #: Who was mentioned in a note: they may read it, and have nothing to do here.
    mentioned = ArrayField(models.BigIntegerField(), default=list, blank=True)
    #: What the clock will have to say, and when it has to look at this problem next.
    timers = models.JSONField(default=list)
    wakes_at = models.DateTimeField(null=True)
    twin = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined_twins")
    cause = models.ForeignKey("Cause", models.PROTECT, null=True, related_name="problems")
    links = models.ManyToManyField("self", blank=True)

    topic = models.CharField(max_length=200, blank=True)
    fields = models.JSONField(default=dict, blank=True)
    statutory_date = models.DateField(null=True, blank=True)
    legal_hold = models.BooleanField(default=False)
    #: Where this is not empty, only these colleagues and those on the problem may see it.
    need_to_know = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_problem_has_a_known_stage", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="every_open_problem_has_a_promise",
                condition=~Q(stage__in=["ringing", "owned", "proposed"])
                | Q(promise_due__isnull=False, promise_carrier__isnull=False),
            ),
            models.CheckConstraint(
                name="a_resting_problem_is_promise_free",
                condition=~Q(stage__in=["set aside", "joined"]) | Q(promise_due__isnull=True),
            ),
            models.CheckConstraint(
                name="a_joined_problem_has_a_twin",
                condition=Q(stage="joined", twin__isnull=False)
                | (~Q(stage="joined") & Q(twin__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_problem_is_not_its_own_twin", condition=~Q(twin=F("id"))
            ),
            models.CheckConstraint(name="a_timeline_starts_at_one", condition=Q(version__gte=1)),
        ]
        indexes = [
            models.Index(
                name="open_by_owner_and_promise",
                fields=["owner", "promise_due"],
                condition=Q(stage__in=["ringing", "owned", "proposed"]),
            ),
            models.Index(
                name="not_open_by_owner",
                fields=["owner", "-opened_at"],
                condition=Q(stage__in=["resting", "set aside"]),
            ),
            models.Index(
                name="awake_by_moment", fields=["wakes_at"], condition=Q(wakes_at__isnull=False)
            ),
            models.Index(
                name="at_the_door_still",
                fields=["door"],
                condition=Q(stage="ringing") | UNCONFIRMED,
            ),
            models.Index(
                name="unsigned_yet", fields=["id"], condition=Q(unsigned_by__isnull=False)
            ),
            # What was set aside and confirmed grows for ever, and every home asks for the rest.
            models.Index(name="unconfirmed_yet", fields=["id"], condition=UNCONFIRMED),
            models.Index(
                name="satisfied_by_owner",
                fields=["owner", "-opened_at"],
                condition=Q(stage="satisfied"),
            ),
            # Who may see a problem is asked by all of these at once (queries.visible_to): without
            # one of them the others help nothing, and search reads all problems there are.
            GinIndex(name="by_those_involved", fields=["involved"], fastupdate=False),
            GinIndex(name="by_those_mentioned", fields=["mentioned"], fastupdate=False),
            GinIndex(name="by_those_in_the_circle", fields=["need_to_know"], fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"problem {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.stage in Stage.open()
