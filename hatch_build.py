"""A wheel brings its translations compiled: where it is installed, nobody may be able to write."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTranslations(BuildHookInterface[Any]):
    """Compiles every catalogue before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root) / "stayline"
        compiled = runpy.run_path(str(package / "project" / "messages" / "compiled.py"))
        compiled["compile_all"](package)
