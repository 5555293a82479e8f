"""Addresses of what is one's own."""

from __future__ import annotations

from django.urls import path

from stayline.desk.views import calendars, faces, profile, snoozing

urlpatterns = [
    path("you/", profile.you, name="you"),
    path("you/face/", profile.face, name="your-face"),
    path("you/face/removed/", profile.face_removed, name="your-face-removed"),
    path("you/calendar/", calendars.address, name="calendar-address"),
    path("you/calendar/given-up/", calendars.address_given_up, name="calendar-address-given-up"),
    path("calendar/<slug:secret>/promises.ics", calendars.promises, name="calendar"),
    path("problems/<int:problem_id>/snooze/", snoozing.snooze, name="snooze"),
    path("problems/<int:problem_id>/snooze/end/", snoozing.snooze_ended, name="snooze-ended"),
    path("faces/<uuid:key>/", faces.face, name="face"),
]
