"""Where everything is found. A part that is installed brings its own `urls`."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from stayline.project.health import health

# In the order in which they are asked; the desk last, as its addresses begin at the root.
_PARTS = (
    ("accounts/", "allauth.urls"),
    ("mail/", "stayline.channels.mail.urls"),
    ("with/", "stayline.customer_page.urls"),
    ("", "stayline.desk.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    *(path(prefix, include(module)) for prefix, module in _PARTS if find_spec(module) is not None),
]

handler400 = "stayline.project.trouble.not_understood"
handler403 = "stayline.project.trouble.not_yours"
handler404 = "stayline.project.trouble.not_found"
handler429 = "stayline.project.trouble.too_often"  # django-allauth asks for it
handler500 = "stayline.project.trouble.broken"
