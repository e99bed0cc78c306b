"""Why a file is not taken: a key of the catalogue below `files.refused`."""

from __future__ import annotations


class Refused(Exception):
    """The content is not what it may be. Not an EngineError: the upload itself went well."""

    def __init__(self, reason: str, **params: str | int) -> None:
        self.reason = reason
        self.params = params
        super().__init__(reason)
