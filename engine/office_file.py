"""A TOML file that the office writes itself. What is wrong with it stops the start, in a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from engine.config import BadConfig
from engine.schema import Wrong

Made = TypeVar("Made")


def read(path: Path, what: str, make: Callable[[dict[str, Any]], Made]) -> Made:
    """What `make` makes of the file's content; `what` the file is, for the sentence of BadConfig."""
    try:
        return make(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfig(f"the {what} {path} can't be read: {error}") from error
    except Wrong as wrong:
        raise BadConfig(f"the {what} {path}: {wrong}") from wrong
