"""One key, four programs: what ours does the judges see, and what they do ours sees.

Usage: both_ways.py NODE KEY_DRIVER CTAP_HID, in the guest of tests/rig. KEY_DRIVER is our client (tests/rig/driver.rs);
the judges are libfido2's tools, python-fido2 over the same /dev/hidraw node, and ctap-hid-fido2.
"""

import base64
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

from fido2 import cbor
from fido2.attestation import Attestation
from fido2.client import DefaultClientDataCollector, Fido2Client, UserInteraction
from fido2.cose import CoseKey
from fido2.ctap2 import ClientPin, CredentialManagement, Ctap2
from fido2.ctap2.pin import PinProtocolV1, PinProtocolV2
from fido2.hid import CtapHidDevice
from fido2.server import Fido2Server
from fido2.webauthn import AttestationObject

NODE, DRIVER, CTAP_HID = sys.argv[1:4]
LIMIT = 30


def ran(*command, typed=None, ok=True):
    """Output of a command; `typed` goes to its standard input, a line each."""
    lines = "".join(line + "\n" for line in typed or [])
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=LIMIT)
    print("$", *command, "->", done.returncode, done.stdout.strip()[:300], done.stderr.strip()[:300], flush=True)
    assert (done.returncode == 0) == ok, (command, done)
    return done.stdout


def at_terminal(*command, typed):
    """The same for a command that reads PINs from its terminal alone."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    output, asked, ends = b"", 0, time.monotonic() + LIMIT
    while time.monotonic() < ends:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        output += part
        if output.count(b"Enter ") > asked and asked < len(typed) and output.rstrip().endswith(b":"):
            # It empties what came before it asked, so it is given time to ask.
            time.sleep(0.3)
            os.write(terminal, typed[asked].encode() + b"\n")
            asked += 1
    if time.monotonic() >= ends:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print("$", *command, "->", code, output.decode()[-300:], flush=True)
    assert code == 0, (command, output)
    return output.decode().replace("\r", "")


def ours(command, *arguments, typed=None, ok=True):
    return ran(DRIVER, command, NODE, *arguments, typed=typed, ok=ok)


def theirs(command, *arguments, typed=None):
    return ran(CTAP_HID, command, NODE, *arguments, typed=typed)


def key():
    """The key, by python-fido2."""
    [found] = [d for d in CtapHidDevice.list_devices() if d.descriptor.path == NODE]
    return found


class Typing(UserInteraction):
    def __init__(self, pin):
        self.pin = pin

    def prompt_up(self):
        pass

    def request_pin(self, permissions, rp_id):
        return self.pin

    def request_uv(self, permissions, rp_id):
        return True


def stored(pin):
    """Relying party and user of each credential, by python-fido2."""
    ctap = Ctap2(key())
    pins = ClientPin(ctap)
    token = pins.get_pin_token(pin, ClientPin.PERMISSION.CREDENTIAL_MGMT)
    management = CredentialManagement(ctap, pins.protocol, token)
    found = set()
    for party in management.enumerate_rps():
        for credential in management.enumerate_creds(party[CredentialManagement.RESULT.RP_ID_HASH]):
            found.add((party[CredentialManagement.RESULT.RP]["id"], credential[CredentialManagement.RESULT.USER]["name"]))
    return found


def pins_both_ways():
    ours("set-pin", typed=["123456"])
    assert Ctap2(key()).info.options["clientPin"] is True
    assert re.search(r"pin retries: 8", ran("fido2-token", "-I", NODE))
    theirs("verify-pin", typed=["123456"])

    at_terminal("fido2-token", "-C", NODE, typed=["123456", "234567", "234567"])
    ours("verify-pin", typed=["123456"], ok=False)
    ours("verify-pin", typed=["234567"])
    for protocol, old, new in [(PinProtocolV1, "234567", "345678"), (PinProtocolV2, "345678", "456789")]:
        ClientPin(Ctap2(key()), protocol()).change_pin(old, new)
    ours("change-pin", typed=["456789", "Zürich-8"])
    ClientPin(Ctap2(key())).get_pin_token("Zürich-8", ClientPin.PERMISSION.GET_ASSERTION, "login.example")
    ours("change-pin", typed=["Zürich-8", "123456"])
    assert ours("retries") == theirs("retries") == "8\n"


def hexed(text):
    return bytes.fromhex(text)


def our_registration_is_believed():
    for algorithm, name in [("es256", "es256"), ("eddsa", "eddsa")]:
        made = json.loads(ours("make", f"{algorithm}.example", "ours", algorithm, typed=["123456"]))
        # python-fido2: the attestation, and the public key.
        attested = AttestationObject(hexed(made["attestation_object"]))
        cdh = hexed(made["client_data_hash"])

        Attestation.for_type(attested.fmt)().verify(attested.att_stmt, attested.auth_data, cdh)
        public_key = CoseKey.parse(cbor.decode(hexed(made["public_key"])))
        asserted = json.loads(ours("assert", f"{algorithm}.example", made["credential"]))
        data = hexed(asserted["auth_data"])
        public_key.verify(data + hexed(asserted["client_data_hash"]), hexed(asserted["signature"]))

        # libfido2: the same two, with a PEM key that it takes from the registration.
        b64 = lambda raw: base64.b64encode(raw).decode()
        statement = attested.att_stmt
        lines = [b64(cdh), f"{algorithm}.example", attested.fmt, b64(cbor.encode(bytes(attested.auth_data)))]
        lines += [b64(hexed(made["credential"])), b64(statement["sig"])]
        lines += [b64(statement["x5c"][0])] if "x5c" in statement else []
        if "x5c" in statement:
            believed = ran("fido2-cred", "-V", name, typed=lines)
            pem = believed[believed.index("-----BEGIN") :]
            with open("public.pem", "w") as file:
                file.write(pem)
            lines = [b64(cdh), f"{algorithm}.example", b64(cbor.encode(data)), b64(hexed(asserted["signature"]))]
            ran("fido2-assert", "-V", "-p", "public.pem", name, typed=lines)
            lines[3] = b64(hexed(asserted["signature"])[:-1] + bytes([hexed(asserted["signature"])[-1] ^ 1]))
            ran("fido2-assert", "-V", "-p", "public.pem", name, typed=lines, ok=False)


def credentials_both_ways():
    assert {("es256.example", "ours"), ("eddsa.example", "ours")} <= stored("123456")
    assert "es256.example ours" in theirs("list", typed=["123456"])
    listed = at_terminal("fido2-token", "-L", "-r", NODE, typed=["123456"])
    assert "es256.example" in listed and "eddsa.example" in listed

    # Three others make some; we list them, and sign with them.
    server = Fido2Server({"id": "python.example", "name": "Python"}, attestation="direct")
    user = {"id": b"1", "name": "theirs"}
    options, state = server.register_begin(user, resident_key_requirement="required", user_verification="required")
    client = Fido2Client(key(), DefaultClientDataCollector("https://python.example"), Typing("123456"))
    result = client.make_credential(options.public_key)
    server.register_complete(state, result)
    theirs("make", "crate.example", typed=["123456"])
    line = base64.b64encode(bytes(32)).decode()
    at_terminal_with_input = f"printf '{line}\\nlibfido2.example\\ntheirs\\n{line}\\n' > cred.in"
    subprocess.run(at_terminal_with_input, shell=True, check=True)
    at_terminal("fido2-cred", "-M", "-r", "-v", "-i", "cred.in", "-o", "cred.out", NODE, typed=["123456"])

    found = ours("list", typed=["123456"])
    for party in ["python.example", "crate.example", "libfido2.example"]:
        assert re.search(rf"^{party} ", found, re.M), found
    credential = re.search(r"^python.example \S+ (\S+)$", found, re.M)[1]
    ours("assert", "python.example", credential)

    # We delete one of theirs, they one of ours.
    ours("delete", credential, typed=["123456"])
    assert "python.example" not in {party for party, _ in stored("123456")}
    credential = re.search(r"^eddsa.example \S+ (\S+)$", found, re.M)[1]
    b64 = base64.b64encode(bytes.fromhex(credential)).decode()
    at_terminal("fido2-token", "-D", "-i", b64, NODE, typed=["123456"])
    assert "eddsa.example" not in ours("list", typed=["123456"])


pins_both_ways()
our_registration_is_believed()
credentials_both_ways()
print("shown: libfido2, python-fido2 and ctap-hid-fido2 see what we do, and we what they do")
