"""Sentences that send a customer away are shown to whoever writes them, and stop nobody."""

from __future__ import annotations

import pytest

from stayline.desk.models import BrushOff
from stayline.people.models import Colleague
from stayline.problems.models import Problem, Word
from tests.desk.conftest import SignIn

pytestmark = pytest.mark.django_db
AWAY = "That is not my department, please call technical support."


def test_the_sentence_is_told_with_its_place_why_and_a_better_one(
    bea: Colleague, sign_in: SignIn
) -> None:
    text = f"Hello Carol 🙂, thank you. {AWAY}"
    answer = sign_in(bea).post("/wording/", {"text": text}).json()
    assert answer["checked"]
    (found,) = answer["found"]
    units = text.encode("utf-16-le")
    assert units[found["start"] * 2 : found["end"] * 2].decode("utf-16-le").strip() == AWAY
    assert found["why"]
    assert found["better"]


def test_what_helps_is_left_alone(bea: Colleague, sign_in: SignIn) -> None:
    sent = {"text": "I will help you: I am asking Tom and will write to you by 15:00."}
    assert sign_in(bea).post("/wording/", sent).json() == {"checked": True, "found": []}


def test_another_language_is_not_checked_and_says_so(bea: Colleague, sign_in: SignIn) -> None:
    sent = {"text": "Bonjour Madame, nous avons bien reçu votre message et nous vous répondons."}
    assert sign_in(bea).post("/wording/", sent).json() == {"checked": False, "found": []}


def test_it_is_sent_all_the_same_and_counted_without_its_words(
    answered: Problem, bea: Colleague, sign_in: SignIn, settings: object
) -> None:
    settings.STAYLINE_UNDO_SEND_SECONDS = 0  # type: ignore[attr-defined]
    sent = {"words": AWAY, "client": "form 7"}
    sign_in(bea).post(f"/problems/{answered.pk}/words/", sent)
    assert Word.objects.filter(problem=answered, text=AWAY).exists()
    counted = BrushOff.objects.get()
    assert (counted.colleague, counted.problem) == (bea, answered)
    assert counted.kinds
    assert "department" not in str(counted)


def test_a_good_reply_is_not_counted(
    answered: Problem, bea: Colleague, sign_in: SignIn, settings: object
) -> None:
    settings.STAYLINE_UNDO_SEND_SECONDS = 0  # type: ignore[attr-defined]
    sent = {"words": "It works again: I have replaced it.", "client": "form 8"}
    sign_in(bea).post(f"/problems/{answered.pk}/words/", sent)
    assert not BrushOff.objects.exists()
