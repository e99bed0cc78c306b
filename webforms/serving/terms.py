"""What a request may bring: said from its head, before any of its body is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True, kw_only=True)
class Terms:
    #: Bytes of the body; one that is longer is not read, and the application is asked for its refusal.
    max_body: int
    #: It may come slowly for ever: a film over a telephone.
    patient: bool = False
    #: It may be handed to the application in slices as it comes (tus), so that little waits and little is
    #: lost with the line.
    sliced: bool = False

    #: There is no room for it now.
    no_room: bool = False


#: What an environment holds in place of a body for which there was no room.
NO_ROOM = "alur.no_room"
#: The head of a request as a WSGI environment, without a body → what may follow.
Judge = Callable[["WSGIEnvironment"], Terms]
