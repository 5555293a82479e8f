"""`bin/drill`: see the package's docstring."""

from __future__ import annotations

import sys

from tests.drill.cli import main

sys.exit(main())
