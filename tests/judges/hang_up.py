"""Runs a program at a terminal, and takes the terminal away once it asks the first question.

hang_up.py heard|ignored PROGRAM [ARGUMENTS]: prints the program's exit code. "ignored": it does not hear SIGHUP, so that
only its reads and writes tell that the terminal is gone.
"""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios
import time

how, argv = sys.argv[1], sys.argv[2:]
child, master = pty.fork()
if child == 0:
    os.environ["TERM"] = "xterm"
    if how == "ignored":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    os.execv(argv[0], argv)
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

shown = b""


def until(text):
    global shown
    while text not in shown:
        shown += os.read(master, 65536)


until(b"azy")
os.write(master, b"azy qwm 190\r")
until(b"custodian")
time.sleep(0.3)
os.close(master)
deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended:
        print(os.waitstatus_to_exitcode(status))
        sys.exit(0)
    time.sleep(0.05)
os.kill(child, signal.SIGKILL)
print("it did not end")
