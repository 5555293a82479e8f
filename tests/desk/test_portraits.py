"""The made-up company's people have faces; whoever has one already keeps it."""

from __future__ import annotations

import pytest

from stayline.desk.faces import give_face
from stayline.desk.portraits import PORTRAITS, drawn, give_portraits
from stayline.people.demo import build_demo_company
from stayline.people.models import Colleague

pytestmark = pytest.mark.django_db


def test_everybody_in_the_demo_has_a_face_of_their_own() -> None:
    build_demo_company()
    give_portraits()
    faces = set(Colleague.objects.values_list("photo", flat=True))
    assert len(faces - {"", None}) == Colleague.objects.count()


def test_whoever_has_a_face_keeps_it() -> None:
    bea = build_demo_company().colleagues["bea"]
    give_face(bea, drawn(PORTRAITS["tom"]))
    give_portraits()
    kept = bea.photo.name
    bea.refresh_from_db()
    assert bea.photo.name == kept
