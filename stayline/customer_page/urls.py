"""The addresses below /with/: the customer's own page, by its link."""

from __future__ import annotations

from django.urls import path

from stayline.customer_page import styleguide

urlpatterns = [
    path("styleguide/<slug:name>/", styleguide.sample_page, name="sample-customer-page"),
]
