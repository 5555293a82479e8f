"""Addresses of what is one's own."""

from __future__ import annotations

from django.urls import path

from stayline.desk.views import (
    absences,
    calendars,
    faces,
    installable,
    notices,
    phone,
    profile,
    prompts,
    snoozing,
)

urlpatterns = [
    path("you/", profile.you, name="you"),
    path("you/name/", prompts.own_name, name="own-name"),
    path("you/name/taken-back/", prompts.own_name_taken_back, name="own-name-taken-back"),
    path("you/name/sound/", prompts.own_name_sound, name="own-name-sound"),
    path("you/face/", profile.face, name="your-face"),
    path("you/face/removed/", profile.face_removed, name="your-face-removed"),
    path("you/absence/", absences.absence, name="absence"),
    path("you/absence/over/", absences.back, name="absence-over"),
    path("absences/<int:absence_id>/", absences.asked, name="asked-to-stand-in"),
    path("you/telephones/<int:line_id>/", phone.own_line, name="own-telephone"),
    path("you/notices/", notices.choices, name="notice-choices"),
    path("you/notices/test/", notices.test, name="notices-test"),
    path("you/notices/tested/", notices.tested, name="notices-tested"),
    path("you/push/", notices.push_opened, name="push-opened"),
    path("you/push/closed/", notices.push_closed, name="push-closed"),
    path("you/calendar/", calendars.address, name="calendar-address"),
    path("you/calendar/given-up/", calendars.address_given_up, name="calendar-address-given-up"),
    path("calendar/<slug:secret>/promises.ics", calendars.promises, name="calendar"),
    path("problems/<int:problem_id>/snooze/", snoozing.snooze, name="snooze"),
    path("problems/<int:problem_id>/snooze/end/", snoozing.snooze_ended, name="snooze-ended"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("icon-<int:size>.png", installable.icon, name="icon"),
    path("sw.js", installable.service_worker, name="service-worker"),
    path("offline/", installable.offline, name="offline"),
    path("faces/<uuid:key>/", faces.face, name="face"),
]
