"""Linked problems: seen on both, for colleagues alone; nobody's customer is moved."""

from __future__ import annotations

from stayline.ownership.ids import ProblemId
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from stayline.problems import models as m
from stayline.problems.audit import audit
from tests.problems.acts import row, state
from tests.problems.conftest import AT, later

Two = tuple[ProblemId, ProblemId]


def test_both_say_so_and_both_stop_saying_so(linked: Two, tom: Colleague) -> None:
    one, other = linked
    assert [list(row(each).links.all()) for each in linked] == [[row(other)], [row(one)]]
    by_colleagues.unlink(other, tom.pk, one, AT)
    assert not state(one).links | state(other).links
    assert list(audit()) == []


def test_sent_twice_it_is_said_once(linked: Two, bea: Colleague) -> None:
    one, other = linked
    versions = [row(each).version for each in linked]
    by_colleagues.link(one, bea.pk, other, AT, key="again")
    by_colleagues.link(one, bea.pk, other, AT, key="again")
    assert [row(each).version for each in linked] == versions


def test_nobody_outside_hears_of_it(linked: Two) -> None:
    told = m.TimelineEvent.objects.filter(kind__in=["Linked", "OwnerChanged", "WordSpoken"])
    assert sorted(told.filter(at=AT).values_list("kind", flat=True)) == [
        "Linked", "Linked", "WordSpoken",
    ]  # fmt: skip


def test_what_was_split_is_linked_both_ways(owned: ProblemId, bea: Colleague) -> None:
    by_colleagues.split(owned, bea.pk, ["The meter"], AT)
    (part,) = state(owned).links
    assert state(part).links == {owned}
    assert list(audit()) == []


def test_a_part_of_what_is_late_is_promised_anew(owned: ProblemId, bea: Colleague) -> None:
    late = later(days=3)
    by_colleagues.split(owned, bea.pk, ["The meter"], late)
    (part,) = state(owned).links
    promise = state(part).promise
    assert promise is not None
    assert promise.due > late
