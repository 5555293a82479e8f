"""The Django app `mail`."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.channels.mail"
    label = "mail"
    verbose_name = "mail"

    def ready(self) -> None:
        from stayline.channels.mail import screening, telling

        telling.register()
        screening.register()
