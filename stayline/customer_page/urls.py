"""The addresses below /with/: the customer's own page, by its link."""

from __future__ import annotations

from django.urls import path

from stayline.customer_page import live, styleguide, views

urlpatterns = [
    path("styleguide/<slug:name>/", styleguide.sample_page, name="sample-customer-page"),
    path("<str:token>/", views.with_you, name="with-you"),
    path("<str:token>/files/<uuid:key>/", views.file, name="customers-file"),
    path("<str:token>/live/", live.live, name="customers-live"),
    path("<str:token>/here/", views.here, name="customers-here"),
    path("<str:token>/rhythm/", views.rhythm, name="customers-rhythm"),
    path("<str:token>/waiting/", views.waiting_for_you, name="customers-waiting"),
    path("<str:token>/words/", views.words, name="customers-words"),
    path("<str:token>/questions/<int:number>/", views.answer, name="customers-answer"),
    path("<str:token>/satisfied/", views.satisfied, name="customers-satisfied"),
    path("<str:token>/takeover/taken-back/", views.takeover_taken_back, name="takeover-taken-back"),
    path(
        "<str:token>/satisfied/taken-back/", views.satisfied_taken_back, name="satisfied-taken-back"
    ),
    path("<str:token>/no-longer-needed/", views.no_longer_needed, name="no-longer-needed"),
]
