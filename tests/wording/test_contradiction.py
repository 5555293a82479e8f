"""A button and the words beside it."""

from __future__ import annotations

import pytest

from stayline.wording.contradiction import contradicts


@pytest.mark.parametrize(
    "words",
    [
        "It still does not work.",
        "No, the same error as before",
        "not yet, the display is still dark",
        "It isn’t fixed",
        "This didn't help at all",
        "Es geht immer noch nicht.",
        "Leider nicht gelöst, die Heizung ist noch kalt",
        "Das funktioniert leider nicht",
    ],
)
def test_words_that_say_it_is_not_solved_contradict_a_yes(words: str) -> None:
    assert contradicts(words, says_yes=True)
    assert not contradicts(words, says_yes=False)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Thank you both!",
        "It does. Thank you!",
        "No problem any more, thanks",
        "The error did not come back. Great work!",
        "Es geht wieder, vielen Dank",
        "Das Problem tritt nicht mehr auf",
        "Could you also tell me about my deposit?",
    ],
)
def test_a_thank_you_contradicts_nothing(words: str) -> None:
    assert not contradicts(words, says_yes=True)


@pytest.mark.parametrize("words", ["It works now, thank you!", "All good", "Funktioniert wieder."])
def test_words_that_say_it_is_solved_contradict_a_not_yet(words: str) -> None:
    assert contradicts(words, says_yes=False)


@pytest.mark.parametrize(
    "words", ["It works now, but the invoice is wrong", "It works again when I restart", "Nearly"]
)
def test_whoever_has_doubts_is_not_asked_twice(words: str) -> None:
    assert not contradicts(words, says_yes=False)
