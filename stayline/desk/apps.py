"""The Django app `desk`."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.desk"
    label = "desk"
    verbose_name = "desk"
