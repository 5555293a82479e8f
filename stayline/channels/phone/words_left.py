"""What a caller said after the tone, when nobody could come: kept as a word of theirs."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from stayline.channels.phone.models import Call
from stayline.problems import by_customers, journal, sounds, uploads
from stayline.problems import models as m

SECONDS = 120
"""How long one may speak."""

SHORTEST = 8_000
"""Bytes of sound, half a second at 8 kHz: less is a click of hanging up."""


def name_of(room: str) -> str:
    """The exchange's name of a recording."""
    return f"{room}-words"


def keep(call: int, sound: bytes, at: datetime) -> None:
    """Keep what was recorded, once; nothing was said where there is next to no sound."""
    with journal.deciding():
        found = Call.objects.select_related("contact", "door").get(pk=call)
        row = journal.hold(found.problem_id)
        found = Call.objects.select_for_update(of=("self",)).get(pk=call)
        if found.words_kept_at is not None:
            return
        Call.objects.filter(pk=call).update(words_kept_at=at)
        if len(sound) < SHORTEST:
            return
        name, word = f"words-{at:%Y-%m-%d-%H%M}.wav", _word(found, row, at)
        uploads.attach_content(word, name, sounds.CONTENT_TYPE, sound)


def _word(call: Call, row: m.Problem, at: datetime) -> int:
    """The customer's own where this call opened the problem; a number that only led to it is no
    proof of who spoke, and the word is a stranger's until somebody says otherwise."""
    with translation.override(call.language):
        text = _("(Said after the tone; listen to it below.)")
    if row.principal_id is not None and row.opened_at == call.arrived_at:
        kind = m.ContactKind.CALL
        _answer, word = by_customers.hear(
            row.pk, row.principal_id, text, at, kind=kind, door=call.door, contact=call.contact
        )
        return word
    sender = call.number or _("Somebody who called")
    by_customers.hear_stranger(row.pk, text, sender, at, contact=call.contact)
    return m.Word.objects.filter(contact=call.contact).latest("pk").pk
