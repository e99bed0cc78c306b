"""How long a test waits for what must come, here and in the browser.

Long, because a busy machine says nothing about the code; what comes at once costs no waiting. Where a test
judges speed, it asks the processor, not the clock.
"""

from __future__ import annotations

import sys
import time

PATIENCE = 60.0
#: The same as Playwright wants it.
MILLISECONDS = PATIENCE * 1000


def processor_time() -> float:
    """Seconds that this process has used, with those of its children that have ended: end them first."""
    if sys.platform == "win32":
        return time.process_time()
    import resource

    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime
