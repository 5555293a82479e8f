"""The kinds of news one can choose by, and how each is told."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    ARRIVED = "arrived"
    ASKED = "asked"
    NEAR = "near"
    HANDED = "handed"
    SPOKE = "spoke"
    MENTIONED = "mentioned"
    CAME_BACK = "came back"
    ALARM = "alarm"


LABELS: dict[Kind, Lazy] = {
    Kind.ALARM: _("Alarms: a promise was broken, somebody hears nobody"),
    Kind.NEAR: _("A promise of yours is nearly due"),
    Kind.ARRIVED: _("Somebody arrives, and you are rung"),
    Kind.ASKED: _("A colleague asks you to help, or to take over"),
    Kind.HANDED: _("A customer becomes yours"),
    Kind.SPOKE: _("A customer of yours writes"),
    Kind.MENTIONED: _("A colleague mentions you in a note"),
    Kind.CAME_BACK: _("Words of yours could not leave"),
}
"""What each choice is called, the most urgent first."""

TOLD: dict[Kind, Lazy] = {
    Kind.ALARM: _("%(who)s waits too long: a promise was broken, or nobody was there"),
    Kind.NEAR: _("%(who)s hears from you soon: a promise is nearly due"),
    Kind.ARRIVED: _("%(who)s has just arrived, and you are rung"),
    Kind.ASKED: _("A colleague asks you about %(who)s"),
    Kind.HANDED: _("%(who)s is with you now"),
    Kind.SPOKE: _("%(who)s has written"),
    Kind.MENTIONED: _("A colleague mentions you in a note about %(who)s"),
    Kind.CAME_BACK: _("Your words to %(who)s could not leave: they are a draft again"),
}
"""One line of news; `who` is a first name."""

BY_MAIL_AT_FIRST = (Kind.ALARM,)
"""What comes by mail until somebody chooses: only what nobody must miss."""
