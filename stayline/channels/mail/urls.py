"""Where providers call. Nothing here is for people."""

from __future__ import annotations

from django.urls import path

from stayline.channels.mail import webhooks

urlpatterns = [
    path("in/<slug:provider>/<slug:secret>/", webhooks.came_in, name="mail-came-in"),
    path("in/<slug:provider>/<slug:secret>/told/", webhooks.was_told, name="mail-was-told"),
]
