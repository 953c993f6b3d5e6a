"""A person at a terminal: starts a program on a pseudo-terminal, waits for what it says, types what is to be typed.

Standard input: JSON {"argv": [...], "env": {...}, "steps": [[expected, typed], ...], "limit": bytes or null, "kill": bool}.
Each step waits for `expected` behind what was seen so far, and, where something is typed, until a question's line stands
(what is typed earlier does not count). Typed text that begins with NUL is a signal's name, sent to the program.
`limit`: no file may grow beyond it (a full disk). `kill`: after
the last step the program is killed (SIGKILL).
Standard output: JSON {"transcript": all that the terminal showed, "exit": code or null, "missed": expected, or "its end", or null,
"echo": whether the terminal echoes again afterwards}.
"""

import json
import os
import pty
import resource
import select
import signal
import sys
import termios
import time

PATIENCE = 60


def is_caught(pid, number):
    with open(f"/proc/{pid}/status") as status:
        caught = next(line for line in status if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def main():
    request = json.load(sys.stdin)
    pid, master = pty.fork()
    if pid == 0:
        if request.get("limit") is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (request["limit"],) * 2)
        os.execve(request["argv"][0], request["argv"], {**os.environ, **request.get("env", {})})
    seen, at, missed = b"", 0, None
    deadline = time.monotonic() + PATIENCE

    def more():
        nonlocal seen
        if not select.select([master], [], [], max(0, deadline - time.monotonic()))[0]:
            return False
        try:
            data = os.read(master, 65536)
        except OSError:
            return False
        seen += data
        return bool(data)

    def asked():
        nonlocal seen
        rest = time.monotonic() + PATIENCE / 2
        while time.monotonic() < rest:
            if select.select([master], [], [], 0.02)[0]:
                if not more():
                    return
                continue
            line = seen[seen.rfind(b"\n") + 1 :]
            if b": " in line or b"> " in line:
                return

    for expected, typed in request["steps"]:
        want = expected.encode()
        while (found := seen.find(want, at)) < 0 and more():
            pass
        if found < 0:
            missed = expected
            break
        at = found + len(want)
        if typed.startswith("\0"):
            number = getattr(signal, "SIG" + typed[1:])
            # The system spares a program without a shell from this one; a shell's job it would stop.
            stops = number == signal.SIGTSTP and not is_caught(pid, number)
            os.kill(pid, signal.SIGSTOP if stops else number)
        elif typed:
            asked()
            os.write(master, typed.encode())
    if missed is not None or request.get("kill"):
        os.kill(pid, signal.SIGKILL)
    echo = None
    while more():
        pass
    if time.monotonic() >= deadline and missed is None:
        missed = "its end"
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    try:
        echo = bool(termios.tcgetattr(master)[3] & termios.ECHO)
    except termios.error:
        pass
    code = os.waitstatus_to_exitcode(status)
    json.dump({"transcript": seen.decode(errors="replace"), "exit": code, "missed": missed, "echo": echo}, sys.stdout)


main()
