"""The desk's addresses: nouns."""

from __future__ import annotations

from django.urls import path

from stayline.desk import styleguide
from stayline.desk.views import demo, doors, people

urlpatterns = [
    path("doors/", doors.doors, name="doors"),
    path("doors/new/", doors.new_door, name="new-door"),
    path("doors/<int:door_id>/", doors.door, name="door"),
    path("people/", people.people, name="people"),
    path("people/<int:colleague_id>/", people.colleague, name="colleague"),
    path("teams/", people.teams, name="teams"),
    path("teams/new/", people.team, name="new-team"),
    path("teams/<int:team_id>/", people.team, name="team"),
    path("demo/", demo.be_somebody, name="demo"),
    path("desk/styleguide/", styleguide.styleguide, name="styleguide"),
    path("desk/styleguide/<slug:name>/", styleguide.sample_page, name="sample-page"),
]
