"""What a client that is not ours makes of the acts of a ceremony, with a key behind a Unix socket.

Usage: key_table.py libfido2|python-fido2 SOCKET. Reads a line for each act from standard input: its name, and PINs; answers
each with "ok", or "error" and why. A new connection is a new plug. What is ok is judged at the other end.
"""

import ctypes
import os
import select
import socket
import sys

import client_calls
from fido2.ctap2 import Ctap2
from fido2.hid import CtapHidDevice
from fido2.hid.base import CtapHidConnection, HidDescriptor

RP, USER = "a.example", "Zoë Ångström of the Ministrÿ of Ære"
REPORT = 64


def connected(path):
    stream = socket.socket(socket.AF_UNIX)
    stream.connect(path)
    return stream


def report_of(stream):
    report = b""
    while len(report) < REPORT:
        more = stream.recv(REPORT - len(report))
        if not more:
            raise OSError("unplugged")
        report += more
    return report


class Pipe(CtapHidConnection):
    def __init__(self, path):
        self.stream = connected(path)

    def write_packet(self, data):
        self.stream.sendall(data)

    def read_packet(self):
        return report_of(self.stream)

    def close(self):
        self.stream.close()


class Python(client_calls.Python):
    def __init__(self, path):
        self.device = CtapHidDevice(HidDescriptor(path, 0, 0, REPORT, REPORT, "key", None), Pipe(path))
        self.ctap = Ctap2(self.device)


OPEN = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p)
CLOSE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
READ = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
WRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)


class Functions(ctypes.Structure):
    _fields_ = [("open", OPEN), ("close", CLOSE), ("read", READ), ("write", WRITE)]


class LibFido2(client_calls.LibFido2):
    """Over functions of ours, as libfido2 offers it; milliseconds below 0 are for ever."""

    def call(self, name, *arguments):
        if name == "fido_dev_open":
            self.functions = Functions(OPEN(self.opens), CLOSE(self.closes), READ(self.reads), WRITE(self.writes))
            super().call("fido_dev_set_io_functions", self.device, ctypes.byref(self.functions))
        super().call(name, *arguments)

    def list(self, pin):
        try:
            return super().list(pin)
        except client_calls.Failed as e:
            # That there is none, it says with this.
            if "fido_credman_get_dev_rp: FIDO_ERR_NO_CREDENTIALS" in str(e):
                return ""
            raise

    def opens(self, path):
        self.stream = connected(path.decode())
        return 1

    def closes(self, _):
        self.stream.close()

    def reads(self, _, buffer, length, milliseconds):
        if not select.select([self.stream], [], [], None if milliseconds < 0 else milliseconds / 1000)[0]:
            return -1
        try:
            report = report_of(self.stream)
        except OSError:
            return -1
        ctypes.memmove(buffer, report, REPORT)
        return REPORT

    def writes(self, _, buffer, length):
        # The number of an unnumbered report, 0, stands before it.
        try:
            self.stream.sendall(ctypes.string_at(buffer + 1, REPORT))
        except OSError:
            return -1
        return length


class Acts:
    """Each opens the key, as a command does."""

    def __init__(self, client, path):
        self.client, self.path, self.key, self.credential = client, path, None, "01" * 49

    def opened(self):
        self.key = self.key or self.client(self.path)
        return self.key

    def set_pin(self, pin):
        self.opened().set_pin(pin)

    def change_pin(self, old, new):
        self.opened().change_pin(old, new)

    def verify_pin(self, pin):
        self.opened().verify_pin(pin)

    def make(self, pin):
        self.credential = self.opened().make(RP, USER, "es256", pin)

    def sign(self):
        self.opened().assert_(RP, self.credential, "silent")

    def list(self, pin):
        key = self.opened()
        listed = key.list(pin)
        if int(key.count(pin)) != 1 or len(listed.splitlines()) != 1:
            raise ValueError(f"{listed!r}")

    def delete(self, pin):
        self.opened().delete(self.credential, pin)

    def empty(self, pin):
        key = self.opened()
        if int(key.count(pin)) != 0 or key.list(pin):
            raise ValueError("it is not empty")

    def reset(self):
        if self.key:
            self.key.close()
            self.key = None
        self.opened().reset()


def main(client, path):
    acts = Acts({"libfido2": LibFido2, "python-fido2": Python}[client], path)
    while line := sys.stdin.readline():
        act, *pins = line.split()
        try:
            getattr(acts, act)(*pins)
            print("ok", flush=True)
        except Exception as e:
            print(f"error {type(e).__name__}: {e}".replace("\n", " ")[:200], flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
