#!/usr/bin/env python3
"""Kills a program after each of its system calls, one run for each.

    kill_at.py COMMAND...

`{}` in the command becomes the number of the system call, from 1, after which that run is killed, as by `kill -9`. The last
run ends by itself. Prints how many were killed. Exit code: 0 done, 2 a run could not be traced. Plain Python 3 on Linux,
standard library only.
"""

import ctypes
import os
import signal
import sys

TRACEME, SYSCALL = 0, 24
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
LIBC.ptrace.restype = ctypes.c_long


def ptrace(request, pid):
    if LIBC.ptrace(request, pid, None, None) == -1:
        raise OSError(ctypes.get_errno(), "ptrace")


def main(command):
    calls = 1
    while killed_after(calls, [word.replace("{}", str(calls)) for word in command]):
        calls += 1
    print(calls - 1)


def killed_after(calls, command):
    pid = os.fork()
    if pid == 0:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        ptrace(TRACEME, 0)
        os.execvp(command[0], command)
    os.waitpid(pid, 0)  # at its first instruction
    for _ in range(2 * calls):  # a stop before each call, and one after it
        ptrace(SYSCALL, pid)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            return False
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return True


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        print("kill_at.py:", error, file=sys.stderr)
        sys.exit(2)
