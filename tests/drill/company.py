"""Fernwood, where everybody has a password: `python -m tests.drill.company PASSWORD`, on an app host.

A promise of the sales door lasts a minute, so that some fall due while hosts are killed.
"""

from __future__ import annotations

import sys

import django


def build(password: str) -> None:
    from stayline.people.demo import build_demo_company
    from stayline.people.models import Door

    build_demo_company(password)
    Door.objects.filter(address="sales@fernwood.example").update(promise_minutes=1)


if __name__ == "__main__":
    django.setup()
    build(sys.argv[1])
