"""The Django app `phone`."""

from django.apps import AppConfig


class PhoneConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.channels.phone"
    label = "phone"
    verbose_name = "phone"
