"""The Django app that puts the others together."""

from django.apps import AppConfig
from django.conf import settings


class ProjectConfig(AppConfig):
    name = "stayline.project"
    label = "project"

    def ready(self) -> None:
        from stayline.project import checks  # noqa: F401 - registers them
        from stayline.project.messages.compiled import compile_all

        compile_all()
        if settings.STAYLINE_PSEUDO_LANGUAGE:
            from stayline.project.messages import pseudo

            pseudo.install()
