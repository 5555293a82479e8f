"""The addresses below /with/: the customer's own page, by its link."""

from __future__ import annotations

from django.urls import path

from stayline.customer_page import live, styleguide, uploads, views

urlpatterns = [
    path("styleguide/<slug:name>/", styleguide.sample_page, name="sample-customer-page"),
    path("<str:token>/", views.with_you, name="with-you"),
    path("<str:token>/files/<uuid:key>/", views.file, name="customers-file"),
    path("<str:token>/files/<uuid:key>/picture/", views.picture, name="customers-picture"),
    path("<str:token>/uploads/", uploads.with_an_answer, name="customers-uploads"),
    path("<str:token>/uploads/<uuid:key>/", uploads.upload, name="customers-upload"),
    path(
        "<str:token>/uploads/<uuid:key>/picture/", uploads.picture, name="customers-upload-picture"
    ),
    path("<str:token>/uploads/<uuid:key>/removed/", uploads.removed, name="customers-removed"),
    path("<str:token>/uploads/<uuid:key>/back/", uploads.back, name="customers-back"),
    path("<str:token>/live/", live.live, name="customers-live"),
    path("<str:token>/here/", views.here, name="customers-here"),
    path("<str:token>/language/", views.language, name="customers-language"),
    path("<str:token>/rhythm/", views.rhythm, name="customers-rhythm"),
    path("<str:token>/waiting/", views.waiting_for_you, name="customers-waiting"),
    path("<str:token>/new-link/", views.new_link, name="customers-new-link"),
    path("<str:token>/customer/", views.i_am_a_customer, name="i-am-a-customer"),
    path("<str:token>/words/", views.words, name="customers-words"),
    path("<str:token>/questions/<int:number>/", views.answer, name="customers-answer"),
    path("<str:token>/satisfied/", views.satisfied, name="customers-satisfied"),
    path("<str:token>/takeover/taken-back/", views.takeover_taken_back, name="takeover-taken-back"),
    path(
        "<str:token>/satisfied/taken-back/", views.satisfied_taken_back, name="satisfied-taken-back"
    ),
    path("<str:token>/no-longer-needed/", views.no_longer_needed, name="no-longer-needed"),
]
