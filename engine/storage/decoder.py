"""The process that decodes pictures: `python -m engine.storage.decoder`, started by engine.storage.pictures.

It takes one job a line on its input and answers with one line. It has no secret, limited memory, time and
file size, and nothing to lose: it may crash on any picture. It says READY once and ends by itself after
idling for a while, or when its input closes because the server is gone.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from engine.storage.refusal import Refused

READY = b"ready\n"
#: Exit status of a decoder that went by itself; any other is a crash.
HEALTHY_END = 0
_IDLE_SECONDS = 300
_MEMORY = 1280 * 1024 * 1024
_MAX_COPY = 64 * 1024 * 1024
_CPU_SECONDS = 25


def main() -> None:
    """Takes `{"path", "media_type", "into"}`; answers `{"width", "height"}`, `{"refused", "params"}` or
    `{"full_disk"}`: JSON, one line each."""
    answers = _own_answers()
    _limit_memory_and_files()
    from engine.storage import copies  # after the limits: everything that it loads stands under them

    copies.prepare()
    answers.write(READY)
    while line := _next_line():
        _limit_time()
        answers.write(orjson.dumps(_do(copies, orjson.loads(line))) + b"\n")


def _do(copies: Any, job: dict[str, str]) -> dict[str, object]:
    try:
        width, height = copies.make(Path(job["path"]), job["media_type"], into=Path(job["into"]))
    except Refused as refused:
        return {"refused": refused.reason, "params": refused.params}
    except MemoryError:
        most = copies.most_megapixels(job["media_type"])
        return {"refused": "too_many_pixels", "params": {"megapixels": most}}
    except OSError as error:
        # Pillow says so of broken pictures, too, but without a number.
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        return {"full_disk": error.errno} if full else {"refused": "broken"}
    except Exception:  # noqa: BLE001  # whatever a decoder says about hostile bytes: they are no picture
        return {"refused": "broken"}
    return {"width": width, "height": height}


def _own_answers() -> BinaryIO:
    """The pipe to the server, out of reach of libraries that print."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return answers


def _next_line() -> bytes:
    if sys.platform != "win32":
        import select

        readable, _, _ = select.select([0], [], [], _IDLE_SECONDS)
        if not readable:
            return b""
    return sys.stdin.buffer.readline()


if sys.platform == "win32":  # no such limits there; the server still ends what takes too long

    def _limit_memory_and_files() -> None: ...

    def _limit_time() -> None: ...

else:
    import resource

    def _limit_memory_and_files() -> None:
        for kind, limit in (
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, _MAX_COPY),
            (resource.RLIMIT_NOFILE, 64),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(kind, (limit, limit))

    def _limit_time() -> None:
        """So many more seconds of the processor; the kernel then ends the process."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + _CPU_SECONDS, hard))


if __name__ == "__main__":
    main()
