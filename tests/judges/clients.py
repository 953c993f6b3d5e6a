"""Four clients at real nodes, command by command and lie by lie: the tables of the manual's chapter on clients.

  clients.py REPOSITORY VKEY KEY_DRIVER CTAP_HID      in the guest of tests/rig: measures, and compares with the chapter
  clients.py --renew CHAPTER <LOG                     puts what was measured into the chapter

The clients are ours (tests/rig/driver.rs), ctap-hid-fido2, and python-fido2 and libfido2 (client_calls.py). Each
call has a process to itself, so that it can hang or crash; the keys are virtual ones that lie when they are told to.
"""

import collections
import difflib
import os
import select
import signal
import socket
import subprocess
import sys
import time

import client_calls

PIN = "123456"
# Who has not come back so long after the call began hangs. Our own last deadline is 120 s; ctap-hid-fido2 gives up
# keepalives after 500, which takes it 50 s and more. The guest's clock jumps while all wait.
LIMIT = 150

WORKS, ERROR, WRONG, HANG, PANIC, NOT_OFFERED = (
    "works", "clear error", "wrong success", "hang", "panic", "not offered",
)

# Lies about packets and messages, told on getInfo, changePIN, makeCredential and getAssertion.
MESSAGES = [
    ("error-code-0", "CTAPHID_ERROR with code 0"),
    ("wrong-channel", "the reply on another channel"),
    ("wrong-sequence", "a continuation packet out of sequence"),
    ("short-report", "a report of 20 bytes, and no more"),
    ("length-ffff", "a message that claims 65535 bytes"),
    ("endless-keepalives", "keepalives without end"),
    ("silence", "silence"),
    ("other-command", "a reply to another command"),
    ("empty-response", "a message without a status"),
]
# Lies about what a message says, told on key agreement and the PIN token too. The reply of changePIN has no map.
CONTENTS = [
    ("truncated-cbor", "CBOR without its last byte"),
    ("trailing-cbor", "a byte behind the CBOR"),
    ("indefinite-length", "a map of indefinite length"),
    ("duplicate-keys", "a key twice in a map"),
    ("deep-nesting", "1000 arrays in each other"),
    ("huge-string", "a text that claims 2^63 bytes"),
    ("status-with-body", "the status \"wrong PIN\", and a body"),
    ("success-not-done", "success, and nothing was done"),
]
# Lies about one reply.
SPECIAL = [
    ("cred-id-len", "a credential id longer than its data", ["make"]),
    ("wrong-cose-key", "a key agreement of another algorithm", ["agreement"]),
    ("off-curve-key", "a key agreement off the curve", ["agreement"]),
    ("control-characters", "control characters in every text", ["info"]),
    ("changed-aaguid", "another AAGUID than before", ["info"]),
]
# A client may believe these: a text is a text, and each reply by itself is good. Who does not believe a lie, asks again
# and gets the truth, works too.
MAY_BELIEVE = {"control-characters", "changed-aaguid"}
LIES = (
    [(name, says, ["info", "change", "make", "get"]) for name, says in MESSAGES]
    + [
        (name, says, ["info", "agreement", "token"] + ["change"] * (name != "duplicate-keys") + ["make", "get"])
        for name, says in CONTENTS
    ]
    + SPECIAL
)
AT = {"info": "04", "agreement": "06.02", "token": "06.09", "change": "06.04", "make": "01", "get": "02"}
NAMES = {"info": "getInfo", "agreement": "key agreement", "token": "token", "change": "changePIN",
         "make": "makeCredential", "get": "getAssertion"}


def main(repository, vkey, driver, ctap_hid):
    clients = [
        Program("ours", driver),
        Library("libfido2", client_calls.LibFido2),
        Library("python-fido2", client_calls.Python),
        Program("ctap-hid-fido2", ctap_hid),
    ]
    commands = {}
    for client in clients:
        command_by_command(vkey, client, commands)
    outcomes = lie_by_lie(vkey, clients)

    measured = command_table(clients, commands) + [""] + lie_table(clients, outcomes)
    chapter = f"{repository}/src/manual/clients.md"
    compare(chapter, measured)
    ours = [row["ours"] for row in commands.values()] + [o for (c, *_), o in outcomes.items() if c == "ours"]
    assert not {WRONG, HANG, PANIC} & set(ours), "ours is not as it must be"
    print(f"shown: {len(commands)} commands and {len(LIES)} lies, and what four clients make of them")


class Key:
    """A virtual key, plugged in at a node."""

    def __init__(self, vkey, name):
        self.vkey, self.name, self.folder = vkey, name, f"/tmp/keys/{name}"
        os.makedirs(self.folder, exist_ok=True)
        self.plug()

    def plug(self):
        command = [self.vkey, "--dir", self.folder, "--uhid", "--serial", self.name]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        with open(f"/tmp/keys/{self.name}.pid", "w") as file:
            file.write(str(self.process.pid))
        self.seen = self.control = None

    def unplug(self):
        self.process.kill()
        self.process.wait()

    @property
    def node(self):
        """Waits for it."""
        ends = time.monotonic() + 30
        while not self.seen:
            assert time.monotonic() < ends, f"{self.name} does not come"
            self.seen = node_of(self.name)
            time.sleep(0.02)
        return self.seen

    def tell(self, line):
        if not self.control:
            stream = socket.socket(socket.AF_UNIX)
            stream.connect(f"{self.folder}/ctl")
            self.control = stream.makefile("rw")
        self.control.write(line + "\n")
        self.control.flush()
        return self.control.readline().strip()

    def stat(self, name):
        return int(dict(part.split("=") for part in self.tell("stat").split())[name])


def node_of(serial):
    for name in os.listdir("/sys/class/hidraw"):
        try:
            with open(f"/sys/class/hidraw/{name}/device/uevent") as file:
                if f"HID_UNIQ={serial}\n" in file.read() and os.access(f"/dev/{name}", os.R_OK | os.W_OK):
                    return f"/dev/{name}"
        except OSError:
            pass
    return None


class Client:
    """Makes its calls in a process of its own; after one that hung or crashed, in another."""

    def __init__(self, name):
        self.name, self.process = name, None

    def call(self, key, command, *arguments, pins=(), lie=None):
        """Outcome, and what was printed."""
        line = " ".join([command, key.node, *arguments])
        line += " -- " + " ".join(pins) if pins else ""
        line += f" @ {key.folder} {lie}" if lie else ""
        self.process = self.process or Process(self)
        began = time.monotonic()
        outcome, said = self.process.answers(line)
        print(f"{self.name} {command} {lie or ''} -> {outcome}, {time.monotonic() - began:.1f} s, {said[:150]!r}")
        sys.stdout.flush()
        if outcome in (HANG, PANIC):
            self.process.end()
            self.process = None
        return outcome, said


class Program(Client):
    """A client that is a program: `serve` in tests/rig/driver.rs and tests/judges/ctap_hid."""

    def __init__(self, name, path):
        super().__init__(name)
        self.path = path

    def serve(self):
        os.execv(self.path, [self.path, "serve"])


class Library(Client):
    """A client that is called from Python."""

    def __init__(self, name, calls):
        super().__init__(name)
        self.calls = calls

    def serve(self):
        while line := sys.stdin.readline():
            print(f"= {self.answer(line)}", flush=True)

    def answer(self, line):
        line, _, lie = line.strip().partition(" @ ")
        line, _, pins = line.partition(" -- ")
        command, node, *arguments = line.split()
        method = getattr(self.calls, command.replace("-", "_") + ("_" if command == "assert" else ""))
        there = None
        try:
            there = self.calls(node)
            if lie:
                tell(*lie.split(" ", 1))
            said = method(there, *arguments, *pins.split())
            print("" if said is None else said)
            return 0
        except client_calls.NotOffered:
            return 2
        except Exception as e:
            meant = isinstance(e, client_calls.MEANT) and not isinstance(e, UnicodeDecodeError)
            print(f"{type(e).__name__}: {e}" if meant else f"by itself: {e!r}")
            return 1 if meant else 101
        finally:
            if there:
                there.close()


def tell(folder, line):
    with socket.socket(socket.AF_UNIX) as stream:
        stream.connect(f"{folder}/ctl")
        stream.sendall(line.encode() + b"\n")
        stream.recv(100)


class Process:
    def __init__(self, client):
        ask, self.ask = os.pipe()
        self.said, say = os.pipe()
        self.id = os.fork()
        if self.id == 0:
            try:
                os.setsid()
                os.dup2(ask, 0)
                os.dup2(say, 1)
                os.dup2(say, 2)
                os.closerange(3, 1000)
                client.serve()
            finally:
                os._exit(70)
        os.close(ask)
        os.close(say)

    def answers(self, line):
        os.write(self.ask, line.encode() + b"\n")
        output, ends = b"", time.monotonic() + LIMIT
        while True:
            if not select.select([self.said], [], [], max(0, ends - time.monotonic()))[0]:
                return HANG, output.decode(errors="replace")
            part = os.read(self.said, 1 << 16)
            output += part
            said, ended, code = output.decode(errors="replace").rpartition("= ")
            if ended and code.endswith("\n") and code.strip().isdigit():
                return {0: WORKS, 1: ERROR, 2: NOT_OFFERED}.get(int(code), PANIC), said.strip()
            if not part:
                return PANIC, output.decode(errors="replace")

    def end(self):
        os.killpg(self.id, signal.SIGKILL)
        os.waitpid(self.id, 0)
        os.close(self.ask)
        os.close(self.said)


def command_by_command(vkey, client, rows):
    """Each command on an honest key of this client's own, and what the key then says to somebody else."""
    key = Key(vkey, f"C-{client.name}")

    def row(name, command, *arguments, pins=(), holds=lambda said: True):
        outcome, said = client.call(key, command, *arguments, pins=pins)
        last = said.splitlines()[-1] if said else ""
        if outcome == WORKS and not holds(last):
            outcome = WRONG
        rows.setdefault(name, {})[client.name] = outcome
        return last.partition('"credential":"')[2].partition('"')[0] or last

    def asks(option):
        return lambda _: told(key).options[option]

    pin = [PIN]
    row("getInfo", "info")
    row("set the first PIN", "set-pin", pins=pin, holds=asks("clientPin"))
    row("PIN tries left", "retries", holds=lambda said: said == "8")
    row("tries left of the key's own verification", "uv-retries")
    row("change the PIN", "change-pin", pins=pin * 2)
    row("verify the PIN", "verify-pin", pins=pin)
    one = row("make a passkey, ES256", "make", "a.example", "one", "es256", pins=pin)
    two = row("make a passkey, EdDSA", "make", "a.example", "two", "eddsa", pins=pin)
    row("make a passkey, with credProtect", "make", "b.example", "three", "protect", pins=pin)
    row("sign", "assert", "a.example", one)
    row("sign without a touch", "assert", "a.example", one, "silent")
    row("sign with each of two", "next", "a.example", pins=pin, holds=lambda said: said == "2")
    row("count passkeys", "count", pins=pin, holds=lambda said: said == "3")
    row("list passkeys", "list", pins=pin, holds=lambda said: said != "")
    row("rename a passkey's user", "rename", one, pins=pin, holds=lambda _: "renamed" in users(key))
    row("delete a passkey", "delete", two, pins=pin, holds=lambda _: "two" not in users(key))
    row("alwaysUv", "always-uv", pins=pin, holds=asks("alwaysUv"))
    row("setMinPINLength", "min-length", pins=pin, holds=lambda _: told(key).min_pin_length == 6)
    row("enterprise attestation, which the key lacks", "enterprise", pins=pin, holds=lambda _: False)
    row("read the store of blobs", "blobs")
    row("fingerprints, which the key lacks", "fingerprints", pins=pin, holds=lambda _: False)
    row("wink, which the key cannot", "wink", holds=lambda _: False)
    row("blink until touched", "selection")
    key.tell("never")
    row("give up the wait for a touch", "cancel", pins=pin)
    key.tell("auto 0")
    row("forceChangePin", "force-change", pins=pin, holds=lambda _: told(key).force_pin_change)
    key.unplug()
    key.plug()
    row("reset", "reset", holds=lambda _: not told(key).options["clientPin"])
    key.unplug()


def told(key):
    """What the key says about itself, to python-fido2."""
    there = client_calls.Python(key.node)
    there.close()
    return there.ctap.info


def users(key):
    return other(key, "list", PIN).split("\n")


def lie_by_lie(vkey, clients):
    """The outcome by client, lie and command."""
    free, guarded = Key(vkey, "FREE"), Key(vkey, "GUARDED")
    there = client_calls.Python(free.node)
    credential = there.make("a.example", "user", "none")
    there.close()
    other(guarded, "set_pin", PIN)
    outcomes = {}
    for lie, _, commands in LIES:
        # Nobody can see in one reply that a change was not done: whoever is careful has the key verify its new PIN.
        new = "654321" if lie == "success-not-done" else PIN
        for command in commands:
            key, arguments, pins = {
                "info": (free, ["info"], []),
                "agreement": (guarded, ["verify-pin"], [PIN]),
                "token": (guarded, ["verify-pin"], [PIN]),
                "change": (guarded, ["change-pin"], [PIN, new]),
                "make": (free, ["make", "a.example", "user", "none"], []),
                "get": (free, ["assert", "a.example", credential], []),
            }[command]
            for client in clients:
                before = key.stat("lies")
                outcome, said = client.call(key, *arguments, pins=pins, lie=f"twist {lie} {AT[command]}")
                # What a lie goes on to say is over before the next client listens.
                key.tell("quiet")
                assert key.stat("lies") == before + 1, (client.name, lie, command, said)
                truth = key.stat("again") == 1
                if outcome == WORKS and new in pins[1:] and new != PIN:
                    outcome, _ = client.call(key, "verify-pin", pins=[new])
                    # The right one gives back the try that this has cost.
                    other(key, "verify_pin", PIN)
                if outcome == WORKS and lie not in MAY_BELIEVE and not truth:
                    outcome = WRONG
                outcomes[client.name, lie, command] = outcome
                if command in ("agreement", "token", "change"):
                    left = other(key, "retries")
                    assert left == 8, f"{client.name}, {lie}: {left} tries are left"
    free.unplug()
    guarded.unplug()
    return outcomes


def other(key, call, *arguments):
    """A call by python-fido2, for what all clients need."""
    there = client_calls.Python(key.node)
    try:
        return getattr(there, call)(*arguments)
    finally:
        there.close()


def command_table(clients, rows):
    lines = ["| command | " + " | ".join(c.name for c in clients) + " |", "|---|" + "---|" * len(clients)]
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(row[c.name] for c in clients) + " |")
    return lines


def lie_table(clients, outcomes):
    lines = ["| the key answers with | " + " | ".join(c.name for c in clients) + " |", "|---|" + "---|" * len(clients)]
    for lie, says, commands in LIES:
        cells = []
        for client in clients:
            by = {c: outcomes[client.name, lie, c] for c in commands if (client.name, lie, c) in outcomes}
            cells.append(cell(by))
        lines.append(f"| {says} | " + " | ".join(cells) + " |")
    return lines


def cell(by):
    """The commonest outcome, then those of other commands."""
    counted = collections.Counter(by.values())
    order = [WORKS, ERROR, WRONG, HANG, PANIC]
    common = max(counted, key=lambda outcome: (counted[outcome], -order.index(outcome)))
    others = [
        ", ".join(NAMES[c] for c in by if by[c] == outcome) + f": {outcome}"
        for outcome in order
        if outcome != common and counted[outcome]
    ]
    return "; ".join([common] + others)


def compare(chapter, measured):
    with open(chapter) as file:
        kept = [line.rstrip("\n") for line in file if line.startswith("|")]
    found = [line for line in measured if line]
    for line in measured:
        print("page: " + line)
    if kept != found:
        print("\n".join(difflib.unified_diff(kept, found, "the chapter", "measured", lineterm="", n=0)))
        sys.exit("src/manual/clients.md says otherwise: tests/rig/run --renew clients writes what was measured")


def renew(chapter):
    """Replaces the chapter's tables, each block of lines that begin with `|`, by those in the log."""
    pages = "".join(line.removeprefix("page: ") for line in sys.stdin if line.startswith("page: "))
    tables = [table.strip("\n") + "\n" for table in pages.split("\n\n") if table.strip()]
    with open(chapter) as file:
        lines = file.readlines()
    out, inside = [], False
    for line in lines:
        if line.startswith("|"):
            if not inside:
                out.append(tables.pop(0))
            inside = True
        else:
            inside = False
            out.append(line)
    assert not tables, "the chapter has fewer tables than were measured"
    with open(chapter, "w") as file:
        file.writelines(out)


if sys.argv[1] == "--renew":
    renew(sys.argv[2])
else:
    main(*sys.argv[1:5])
