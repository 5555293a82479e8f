"""The addresses below /encounters/."""

from __future__ import annotations

from django.urls import path

from stayline.channels.encounter import views

urlpatterns = [path("new/", views.met, name="met")]
