"""The Django app that puts the others together."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "stayline.project"
    label = "project"

    def ready(self) -> None:
        from stayline.project import checks  # noqa: F401 - registers them
        from stayline.project.messages.compiled import compile_all

        compile_all()
