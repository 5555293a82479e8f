"""Every page is looked at: by the journeys that walk them all, and on pictures."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client
from django.urls import resolve

from stayline.people.models import Colleague, Door
from stayline.problems.models import Problem, Word
from tests.browser import pages
from tests.desk.conftest import SignIn
from tests.security.places import Place, Places

GAPS = {
    "problem": "/problems/1/",
    "customer": "/with/a/",
    "absence": "/absences/1/",
    "cause": "/causes/1/",
    "reply": "/saved-replies/1/",
}


def _is_read(place: Place, client: Client) -> bool:
    """Whether it answers to more than being sent something. OPTIONS is nobody's, and says it."""
    answer = client.options(place.path)
    return answer.status_code != 405 or "GET" in answer.headers["Allow"]


def test_every_page_is_walked_and_pictured(
    asked: Problem, bea: Colleague, mara: Colleague, door: Door, sign_in: SignIn
) -> None:
    word, desk = Word.objects.filter(problem=asked).latest("pk"), sign_in(mara)
    places = Places(asked, word.pk, uuid4(), door.pk, bea.pk, team=1, token="a" * 26)
    ours = [one for one in places if one.is_ours]
    read = {one.name for one in ours if _is_read(one, desk)}
    paths = [path for one in pages.EVERY for path in pages.filled(one, **GAPS).values()]
    listed = {resolve(path.partition("?")[0]).url_name for path in paths}
    assert read - listed - pages.NO_PAGE.keys() == set(), "in no list of tests/browser/pages.py"
    assert pages.NO_PAGE.keys() - read == set(), "not there any more"
    assert listed & {one.name for one in ours} - read == set(), "only sent something"
