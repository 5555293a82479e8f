"""Log lines: one event with its facts, readable by people (`text`) or by machines (`json`)."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# What opens a customer's page or speaks as a customer: the link's token, and the one in a reply address.
_TOKEN = re.compile(r"(/with/|/mail/in/[\w-]+/|\+)[A-Za-z0-9_-]{16,}(?=[/@\s\"'?]|$)")


def blank_tokens(logger: Any, method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Nobody who reads a log can be the customer."""
    return {
        name: _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value
        for name, value in event.items()
    }


def configure(options: dict[str, Any]) -> None:
    """Sends structlog's and the standard library's lines the same way, to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    as_json = options.get("format") == "json"
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, blank_tokens, last],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options.get("level", "info").upper())
    for name in ("procrastinate", "mail.log", "asyncio", "uvicorn"):
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
