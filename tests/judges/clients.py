"""Four clients at real nodes, command by command and lie by lie: the tables of the manual's chapter on clients.

  clients.py REPOSITORY VKEY KEY_DRIVER CTAP_HID      in the guest of tests/rig: measures, and compares with the chapter
  clients.py --renew CHAPTER <LOG                     puts what was measured into the chapter

The clients are ours (tests/rig/driver.rs), ctap-hid-fido2, and python-fido2 and libfido2 (client_calls.py). Each call
is a process of its own, so that it can hang or crash; the keys are virtual ones that lie when they are told to.
"""

import collections
import difflib
import os
import signal
import socket
import subprocess
import sys
import time

PIN = "123456"
# A lie is over for whoever has not come back so long after it was told. Our own last deadline without a touch is 30 s;
# ctap-hid-fido2 gives up keepalives after 500, which takes it 50 s and more.
LIMIT = 90
# Of the processes that compute, not of those that wait for what a key will never say.
AT_ONCE = 3
OPEN_KEYS, PIN_KEYS = 36, 14

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
# A client may believe these: a text is a text, and each reply by itself is good.
MAY_BELIEVE = {"control-characters", "changed-aaguid"}
LIES = (
    [(name, says, ["info", "change", "make", "get"]) for name, says in MESSAGES]
    + [
        (name, says, ["info", "agreement", "token"] + ["change"] * (name != "duplicate-keys") + ["make", "get"])
        for name, says in CONTENTS
    ]
    + SPECIAL
)
# Those that somebody may wait on are told first, so that the waits overlap.
WAITED_ON = ["endless-keepalives", "silence", "wrong-channel", "length-ffff", "short-report"]

# The legacy token is another subcommand than the one with permissions.
TOKEN = collections.defaultdict(lambda: "06.09", {"ctap-hid-fido2": "06.05"})
AT = {"info": "04", "agreement": "06.02", "change": "06.04", "make": "01", "get": "02"}
NAMES = {"info": "getInfo", "agreement": "key agreement", "token": "token", "change": "changePIN",
         "make": "makeCredential", "get": "getAssertion"}


def main(repository, vkey, driver, ctap_hid):
    clients = [
        Program("ours", driver),
        Library("libfido2", "LibFido2"),
        Library("python-fido2", "Python"),
        Program("ctap-hid-fido2", ctap_hid),
    ]
    began = time.monotonic()
    commands = {}
    together([command_by_command(vkey, client, commands) for client in clients])
    print(f"commands: {time.monotonic() - began:.0f} s", flush=True)

    outcomes = lie_by_lie(vkey, clients)
    print(f"lies: {time.monotonic() - began:.0f} s", flush=True)

    measured = command_table(clients, commands) + [""] + lie_table(clients, outcomes)
    chapter = f"{repository}/src/manual/clients.md"
    compare(chapter, measured)
    ours = [row["ours"] for row in commands.values()] + [o for (c, *_), o in outcomes.items() if c == "ours"]
    assert not {WRONG, HANG, PANIC} & set(ours), "ours is not as it must be"
    print(f"shown: {len(commands)} commands and {len(LIES)} lies, 4 clients, in {time.monotonic() - began:.0f} s")


class Key:
    """A virtual key, plugged in at a node."""

    def __init__(self, vkey, name, like=None):
        self.vkey, self.name, self.folder = vkey, name, f"/tmp/keys/{name}"
        os.makedirs(self.folder, exist_ok=True)
        if like:
            subprocess.run(f"cp {like.folder}/*.bin {self.folder}/", shell=True, check=True)
        self.plug()

    def plug(self):
        command = [self.vkey, "--dir", self.folder, "--uhid", "--serial", self.name]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        with open(f"/tmp/keys/{self.name}.pid", "w") as file:
            file.write(str(self.process.pid))
        self.seen = None

    def unplug(self):
        self.process.kill()
        self.process.wait()

    @property
    def node(self):
        """Waits for it."""
        ends = time.monotonic() + 20
        while not self.seen:
            assert time.monotonic() < ends, f"{self.name} does not come"
            self.seen = node_of(self.name)
            time.sleep(0.02)
        return self.seen

    def tell(self, line):
        with socket.socket(socket.AF_UNIX) as stream:
            stream.connect(f"{self.folder}/ctl")
            stream.sendall(line.encode() + b"\n")
            return stream.makefile().readline().strip()

    def lies(self):
        return int(self.tell("stat").rpartition("lies=")[2])


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
    def call(self, key, command, *arguments, pins=(), lie=None):
        return Call(self, key, command, arguments, list(pins), lie)


class Program(Client):
    """A client that is a program: COMMAND NODE ARGUMENTS, PINs on standard input."""

    def __init__(self, name, path):
        self.name, self.path = name, path

    def become(self, key, command, arguments, pins, lie):
        if lie:
            os.environ["LIE"] = f"{key.folder} {lie}"
        read, write = os.pipe()
        os.write(write, "".join(pin + "\n" for pin in pins).encode())
        os.close(write)
        os.dup2(read, 0)
        os.execv(self.path, [self.path, command, key.node, *arguments])


class Library(Client):
    """A client that is called from Python."""

    def __init__(self, name, calls):
        import client_calls

        self.name, self.calls, self.module = name, getattr(client_calls, calls), client_calls

    def become(self, key, command, arguments, pins, lie):
        method = getattr(self.calls, command.replace("-", "_") + ("_" if command == "assert" else ""))
        try:
            answer = method(self.calls(key.node, lambda: lie and key.tell(lie)), *arguments, *pins)
            print("" if answer is None else answer, flush=True)
            code = 0
        except self.module.NotOffered:
            code = 2
        except (KeyError, IndexError, UnicodeDecodeError) as e:
            print(f"by itself: {e!r}", file=sys.stderr)
            code = 101
        except (self.module.Failed, *self.module.PYTHON_ERRORS) as e:
            print(f"{type(e).__name__}: {e}", file=sys.stderr)
            code = 1
        except BaseException as e:
            print(f"by itself: {e!r}", file=sys.stderr)
            code = 101
        sys.stderr.flush()
        os._exit(code)


class Call:
    """One call of a client, in a process of its own, begun when there is room."""

    count = 0

    def __init__(self, client, key, command, arguments, pins, lie):
        self.client, self.key, self.lie = client, key, lie
        self.asked = (command, arguments, pins)
        Call.count += 1
        self.said = f"said-{Call.count}"
        self.outcome = self.told = None

    def begin(self):
        self.key.node
        self.before = self.key.lies() if self.lie else 0
        self.began = time.monotonic()
        self.process = os.fork()
        if self.process == 0:
            os.setsid()
            out = os.open(self.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(out, 1)
            os.dup2(out, 2)
            try:
                self.client.become(self.key, *self.asked, self.lie)
            finally:
                os._exit(70)

    def poll(self):
        """Whether it ended."""
        done, status = os.waitpid(self.process, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            self.outcome = {0: WORKS, 1: ERROR, 2: NOT_OFFERED}.get(code, PANIC)
        else:
            now = time.monotonic()
            if self.lie and not self.told and self.key.lies() > self.before:
                self.told = now
            if now - (self.told or self.began) > LIMIT:
                os.killpg(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
                self.outcome = HANG
        return self.outcome is not None

    def waits(self):
        return self.told is not None and time.monotonic() - self.told > 1

    def output(self):
        with open(self.said, errors="replace") as file:
            return file.read()


def together(tasks):
    """Goes through the tasks side by side. Each yields the calls that it wants made, and gets them back when they ended."""
    wanted, running = [], []

    def go_on(task, ended=None):
        try:
            wanted.append((task, task.send(ended)))
        except StopIteration:
            pass

    for task in tasks:
        go_on(task)
    while wanted or running:
        while wanted and sum(not call.waits() for _, call in running) < AT_ONCE:
            task, call = wanted.pop(0)
            call.begin()
            running.append((task, call))
        for task, call in list(running):
            if call.poll():
                running.remove((task, call))
                print(
                    f"{call.client.name} {call.asked[0]} {call.lie or ''} -> {call.outcome}"
                    f" {time.monotonic() - call.began:.1f} s {call.output().strip()[:150]!r}",
                    flush=True,
                )
                go_on(task, call)
        time.sleep(0.02)


def command_by_command(vkey, client, rows):
    """Each command on an honest key of this client's own, and what the key then says to somebody else."""
    key = Key(vkey, f"C-{client.name}")

    def row(name, call, holds=lambda: True):
        outcome = call.outcome
        if outcome == WORKS and not holds():
            outcome = WRONG
        rows.setdefault(name, {})[client.name] = outcome

    def made(call):
        lines = call.output().strip().splitlines()
        last = lines[-1] if lines else ""
        return last.partition('"credential":"')[2].partition('"')[0] or last

    def number(call):
        return call.output().strip().splitlines()[-1]

    ask = lambda *arguments, **more: client.call(key, *arguments, **more)
    row("getInfo", (yield ask("info")))
    row("set the first PIN", (yield ask("set-pin", pins=[PIN])), lambda: told(key).options["clientPin"])
    call = yield ask("retries")
    row("PIN tries left", call, lambda: number(call) == "8")
    row("tries left of the key's own verification", (yield ask("uv-retries")))
    row("change the PIN", (yield ask("change-pin", pins=[PIN, PIN])))
    row("verify the PIN", (yield ask("verify-pin", pins=[PIN])))
    first = yield ask("make", "a.example", "one", "es256", pins=[PIN])
    row("make a passkey, ES256", first)
    second = yield ask("make", "a.example", "two", "eddsa", pins=[PIN])
    row("make a passkey, EdDSA", second)
    row("make a passkey, with credProtect", (yield ask("make", "b.example", "three", "protect", pins=[PIN])))
    credential = made(first)
    row("sign", (yield ask("assert", "a.example", credential)))
    row("sign without a touch", (yield ask("assert", "a.example", credential, "silent")))
    signed = yield ask("next", "a.example", pins=[PIN])
    row("sign with each of two", signed, lambda: number(signed) == "2")
    counted = yield ask("count", pins=[PIN])
    row("count passkeys", counted, lambda: number(counted) == "3")
    listed = yield ask("list", pins=[PIN])
    row("list passkeys", listed, lambda: len(listed.output().split("\n")) >= 3)
    row("rename a passkey's user", (yield ask("rename", credential, pins=[PIN])), lambda: "renamed" in users(key))
    row("delete a passkey", (yield ask("delete", made(second), pins=[PIN])), lambda: "two" not in users(key))
    row("alwaysUv", (yield ask("always-uv", pins=[PIN])), lambda: told(key).options["alwaysUv"])
    row("setMinPINLength", (yield ask("min-length", pins=[PIN])), lambda: told(key).min_pin_length == 6)
    row("enterprise attestation, which the key lacks", (yield ask("enterprise", pins=[PIN])))
    row("read the store of blobs", (yield ask("blobs")))
    row("fingerprints, which the key lacks", (yield ask("fingerprints", pins=[PIN])))
    row("wink, which the key cannot", (yield ask("wink")))
    row("blink until touched", (yield ask("selection")))
    key.tell("never")
    row("give up the wait for a touch", (yield ask("cancel")))
    key.tell("auto 0")
    row("forceChangePin", (yield ask("force-change", pins=[PIN])), lambda: told(key).force_pin_change)
    key.unplug()
    key.plug()
    row("reset", (yield ask("reset")), lambda: not told(key).options["clientPin"])
    key.unplug()


def told(key):
    """What the key says about itself, to python-fido2."""
    from fido2.ctap2 import Ctap2
    from fido2.hid import open_device

    device = open_device(key.node)
    info = Ctap2(device).info
    device.close()
    return info


def users(key):
    import client_calls

    there = client_calls.Python(key.node, lambda: None)
    names = there.list(PIN).split("\n")
    there.device.close()
    return names


def lie_by_lie(vkey, clients):
    """The outcome by client, lie and command."""
    with_pin = Key(vkey, "PIN")
    import client_calls

    client_calls.Python(with_pin.node, lambda: None).set_pin(PIN)
    with_pin.unplug()
    keys = {
        True: [Key(vkey, f"P{n}", like=with_pin) for n in range(PIN_KEYS)],
        False: [Key(vkey, f"O{n}") for n in range(OPEN_KEYS)],
    }
    jobs = {True: collections.deque(), False: collections.deque()}
    order = sorted(LIES, key=lambda lie: (WAITED_ON + [lie[0]]).index(lie[0]))
    for lie, _, commands in order:
        for command in commands:
            for client in clients:
                jobs[command in ("agreement", "token", "change")].append((client, lie, command))

    outcomes = {}
    together([at_one_key(key, jobs[kind], outcomes) for kind in keys for key in keys[kind]])

    # No lie costs a try of the PIN.
    for key in keys[True]:
        left = client_calls.Python(key.node, lambda: None).retries()
        print(key.name, "tries left", left, flush=True)
        assert left == 8, f"{key.name}: a try was spent"
    for key in keys[True] + keys[False]:
        key.unplug()
    return outcomes


def at_one_key(key, jobs, outcomes):
    import client_calls

    made = {}
    while jobs:
        client, lie, command = jobs.popleft()
        line = f"twist {lie} {TOKEN[client.name] if command == 'token' else AT[command]}"
        if command == "get" and not made.get(client.name):
            call = yield client.call(key, "make", "a.example", "user", "none")
            last = call.output().strip().splitlines()[-1]
            made[client.name] = last.partition('"credential":"')[2].partition('"')[0] or last
        new = "654321" if lie == "success-not-done" else PIN
        arguments, pins = {
            "info": (["info"], []),
            "agreement": (["verify-pin"], [PIN]),
            "token": (["verify-pin"], [PIN]),
            "change": (["change-pin"], [PIN, new]),
            "make": (["make", "a.example", "user", "none"], []),
            "get": (["assert", "a.example", made.get(client.name)], []),
        }[command]
        call = yield client.call(key, *arguments, pins=pins, lie=line)
        outcome = call.outcome
        assert key.lies() == call.before + 1, (client.name, lie, command, call.output())
        if outcome == WORKS and command == "change" and new != PIN:
            # Nobody can see in one reply that nothing was done: whoever is careful has the key verify its new PIN.
            outcome = (yield client.call(key, "verify-pin", pins=[new])).outcome
            client_calls.Python(key.node, lambda: None).verify_pin(PIN)
        if outcome == WORKS and lie not in MAY_BELIEVE:
            outcome = WRONG
        outcomes[client.name, lie, command] = outcome


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
