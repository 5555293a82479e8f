"""The web's entry for an ASGI server."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from stayline.project.body import bounded
from stayline.project.browser_lines import with_browser_lines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")

application = with_browser_lines(bounded(get_asgi_application()))
