"""A story that goes well ends with an audit, and is broken when that finds something."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from stayline.stories import cli
from stayline.stories.broken import StoryBroken
from stayline.stories.instance import Instance
from stayline.stories.postbox import Postbox
from stayline.stories.stage import Stage, Transcript


@dataclass(frozen=True)
class _Audited(Instance):
    """An instance of which only the audit's answer is known."""

    answer: tuple[int, str] = (0, "")

    def run(self, *arguments: str) -> CompletedProcess[str]:
        assert arguments == ("audit",)
        return CompletedProcess(arguments, self.answer[0], self.answer[1], "")


def _stage(said: list[str], answer: tuple[int, str]) -> Stage:
    instance = _Audited("http://127.0.0.1:1", "127.0.0.1", 1, Path(), answer=answer)
    return Stage(instance, Postbox(), Transcript(said.append))


def test_what_the_audit_finds_breaks_the_story() -> None:
    stage = _stage([], (1, "problem 7 has two owners"))
    with pytest.raises(StoryBroken, match="problem 7 has two owners"):
        cli._audit(stage)


def test_an_audit_that_finds_nothing_is_told() -> None:
    said: list[str] = []
    cli._audit(_stage(said, (0, "7 problems: all is well.\n")))
    assert said == ["  ✓ 7 problems: all is well."]
