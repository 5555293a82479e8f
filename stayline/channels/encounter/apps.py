"""The Django app `encounter`."""

from django.apps import AppConfig


class EncounterConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.channels.encounter"
    label = "encounter"
    verbose_name = "encounters"
