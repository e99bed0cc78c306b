"""What is wrong with one typed value."""

from __future__ import annotations

from engine.errors import Problem


class Wrong(Exception):
    """One typed value can't be read. `code`: a key below `forms.problem`."""

    def __init__(self, code: str, **params: object) -> None:
        self.problem = problem(code, **params)
        super().__init__(code)


def problem(code: str, **params: object) -> Problem:
    """A problem with the words of `forms.problem.CODE`."""
    return Problem(code=f"forms.problem.{code}", params=params)
