"""A server in small, for hostile expressions: a process that must stay up. Started by test_scripts_hostile.

Each is tried in a thread with the small stack that a web server's thread may have. From the start on,
Python may neither compile to code nor run code nor open a file nor start anything but the guarded process.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from engine.starlark import guard, scripts
from tests.patience import processor_time

STACK = 512 * 1024
FORBIDDEN = {"exec", "import", "os.system", "os.exec", "os.fork", "os.posix_spawn", "socket.connect"}
armed = False
touched: list[str] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if armed and event in FORBIDDEN:
        touched.append(f"{event} {arguments!r}"[:200])
    if armed and event == "subprocess.Popen" and str(guard._PROGRAM) not in str(arguments):
        touched.append(str(arguments)[:200])


def attempt(hostile: dict[str, str], answers: list[dict[str, object]]) -> None:
    begun = processor_time()  # of those that were ended; the others are within the guard's own limit
    data = {"teks": "a" * 50_000, "daftar": list(range(1000)), "keputusan": "ya"}
    try:
        if hostile["action"] == "check":
            reason = (
                scripts.check_condition(hostile["source"]) or scripts.check_script(hostile["source"]) or ""
            )
        elif hostile["action"] == "execute":
            reason = f"NOT REFUSED: {scripts.execute(hostile['source'], data)!r}"[:200]
        else:
            reason = f"NOT REFUSED: {scripts.holds(hostile['source'], data)!r}"[:200]
    except scripts.ScriptFailed as refusal:
        reason = refusal.reason
    answers.append({"reason": reason, "seconds": processor_time() - begun})


def main() -> None:
    global armed
    scripts.evaluate("1 * 1", {})  # whatever is imported late is imported now
    scripts.evaluate("1 == 1", {})
    processor_time()
    threading.stack_size(STACK)
    sys.addaudithook(watch)
    armed = True
    answers: list[dict[str, object]] = []
    for hostile in json.load(sys.stdin):
        thread = threading.Thread(target=attempt, args=(hostile, answers))
        thread.start()
        thread.join()
    armed = False
    alive = scripts.holds('keputusan == "ya"', {"keputusan": "ya"}) and scripts.evaluate("6 * 7", {}) == 42
    # Not ru_maxrss: that begins with what the process held from which this one was started.
    status = Path("/proc/self/status").read_text()
    megabytes = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(json.dumps({"alive": alive, "answers": answers, "megabytes": megabytes, "touched": touched}))


if __name__ == "__main__":
    main()
