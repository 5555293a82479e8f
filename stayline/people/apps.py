"""The Django app behind `people`; `AUTH_USER_MODEL` is `people.Colleague`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.people"
    label = "people"
    verbose_name = "people"
