"""Addresses of what is one's own."""

from __future__ import annotations

from django.urls import path

from stayline.desk.views import faces, profile

urlpatterns = [
    path("you/", profile.you, name="you"),
    path("you/face/", profile.face, name="your-face"),
    path("you/face/removed/", profile.face_removed, name="your-face-removed"),
    path("faces/<uuid:key>/", faces.face, name="face"),
]
