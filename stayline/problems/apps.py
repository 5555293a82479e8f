"""The Django app `problems`."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.problems"
    label = "problems"
    verbose_name = "problems"
