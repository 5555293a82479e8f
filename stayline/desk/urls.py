"""The desk's addresses: nouns."""

from __future__ import annotations

from django.urls import path

from stayline.desk import styleguide

urlpatterns = [
    path("desk/styleguide/", styleguide.styleguide, name="styleguide"),
    path("desk/styleguide/<slug:name>/", styleguide.sample_page, name="sample-page"),
]
