"""A face for whoever has no photo."""

import pytest

from stayline.people.faces import TINTS, face, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Bea Lindqvist", "BL"),
        ("Carol", "C"),
        ("Ludwig van Beethoven", "LB"),
        ("émile zola", "ÉZ"),
        ('"Nora" (Fernwood)', "NF"),
        ("王 小明", "王小"),
        ("", "·"),
        ("🙂", "·"),
    ],
)
def test_a_face_shows_the_first_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_face_stays_the_same() -> None:
    assert face("Bea Lindqvist") == face("bea lindqvist".title())
    assert face("Bea Lindqvist").tint == face("BEA LINDQVIST").tint == 3


def test_two_people_of_one_name_can_differ() -> None:
    tints = {face("Carol Jones", key=f"carol{n}@example.org").tint for n in range(40)}
    assert len(tints) > TINTS / 2
    assert all(0 <= tint < TINTS for tint in tints)
