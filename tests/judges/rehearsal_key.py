"""Drives the rehearsal key with python-fido2, packet by packet over standard input and output.

Usage: rehearsal_key.py SCENARIO. The process at the other end plays the key and the clock:
  P <64 bytes>      a packet to the key
  R                 the key's next packet, time going on until there is one: K <64 bytes>, or N if it is silent
  C                 unplug and plug: answered A
  F                 the same, with the flash written to JSON and read back: answered A
  W <u32 ms>        time passes: answered A
  U <u32 ms>        touches come so long after the key asks; ffffffff is never: answered A
  X <u8> <u32>      a fault is armed, of a kind, at the nth packet or changePIN: answered A
  L <u16> <text>    a check that held
  D                 all done
"""

import os
import struct
import sys
import threading

from fido2.cose import ES256
from fido2.client import ClientError, DefaultClientDataCollector, Fido2Client, UserInteraction
from fido2.ctap import STATUS, CtapError
from fido2.ctap2 import ClientPin, Config, CredentialManagement, Ctap2
from fido2.ctap2.pin import PinProtocolV1, PinProtocolV2
from fido2.hid import CAPABILITY, CTAPHID, CtapHidDevice
from fido2.hid.base import CtapHidConnection, HidDescriptor
from fido2.server import Fido2Server
from fido2.attestation import Attestation, PackedAttestation
from fido2.webauthn import PublicKeyCredentialRpEntity

ERR = CtapError.ERR
NEVER = 0xFFFFFFFF
HASH = bytes(range(32))
RP = {"id": "example.com", "name": "Example"}
PARAMS = [{"type": "public-key", "alg": -257}, {"type": "public-key", "alg": -7}]
PIN = "4711-Zürich"
NEW_PIN = "0815-Genève"


class Silent(Exception):
    """The key has nothing more to say."""


class Pipe(CtapHidConnection):
    def __init__(self):
        self.lock = threading.RLock()
        self.input = sys.stdin.buffer
        self.output = sys.stdout.buffer

    def order(self, message):
        self.output.write(message)
        self.output.flush()

    def ask(self, message):
        with self.lock:
            self.order(message)
            answer = self.input.read(1)
            if answer == b"A":
                return None
            if answer == b"N":
                raise Silent()
            assert answer == b"K", answer
            return self.input.read(64)

    def write_packet(self, data):
        assert len(data) == 64
        with self.lock:
            self.order(b"P" + data)

    def read_packet(self):
        return self.ask(b"R")

    def close(self):
        pass

    def power_cycle(self):
        self.ask(b"C")

    def flash_roundtrip(self):
        self.ask(b"F")

    def wait(self, milliseconds):
        self.ask(b"W" + struct.pack(">I", milliseconds))

    def touch_after(self, milliseconds):
        self.ask(b"U" + struct.pack(">I", milliseconds))

    def arm(self, kind, nth=1):
        self.ask(b"X" + struct.pack(">BI", kind, nth))


PIPE = Pipe()


def held(name):
    text = name.encode()
    with PIPE.lock:
        PIPE.order(b"L" + struct.pack(">H", len(text)) + text)


def check(name, condition):
    assert condition, name
    held(name)


def same(name, got, want):
    assert got == want, f"{name}: got {got!r}, want {want!r}"
    held(name)


def refused(name, status, call, *args, **kwargs):
    try:
        got = call(*args, **kwargs)
    except CtapError as e:
        same(f"{name}: {status!r}", e.code, status)
        return
    raise AssertionError(f"{name}: not refused, but {got!r}")


def silent(name, call, *args):
    try:
        got = call(*args)
    except Silent:
        held(name)
        return
    raise AssertionError(f"{name}: not silent, but {got!r}")


def open_key():
    descriptor = HidDescriptor("pipe", 0, 0, 64, 64, "rehearsal key", None)
    return CtapHidDevice(descriptor, PIPE)


def ctap():
    return Ctap2(open_key())


def pins(key=None):
    """One ClientPin for each protocol, on one channel."""
    key = key or ctap()
    return [ClientPin(key, PinProtocolV2()), ClientPin(key, PinProtocolV1())]


def user(n):
    return {"id": b"user-%d" % n, "name": f"user{n}@example.com", "displayName": f"User {n}"}


def packet(channel, kind, length, body=b""):
    return (struct.pack(">IBH", channel, 0x80 | kind, length) + body).ljust(64, b"\0")


def continuation(channel, seq, body=b""):
    return (struct.pack(">IB", channel, seq) + body).ljust(64, b"\0")


def hid_error(name, code, *packets, channel):
    for p in packets:
        PIPE.write_packet(p)
    got = PIPE.read_packet()
    same(name, got[:8], struct.pack(">IBHB", channel, 0x80 | CTAPHID.ERROR, 1, code))


def framing():
    key = open_key()
    own = key._channel_id
    check("CTAPHID version 2", key.version == 2)
    same("capabilities", key.capabilities, CAPABILITY.WINK | CAPABILITY.CBOR | CAPABILITY.NMSG)
    for length in [0, 1, 57, 58, 116, 117, 1000, 7608, 7609]:
        data = os.urandom(length)
        if length == 0:
            PIPE.write_packet(packet(own, CTAPHID.PING, 0))
            same("ping of 0 bytes", PIPE.read_packet(), packet(own, CTAPHID.PING, 0))
        else:
            same(f"ping of {length} bytes", key.ping(data), data)
    PIPE.write_packet(packet(own, CTAPHID.WINK, 0))
    same("wink", PIPE.read_packet(), packet(own, CTAPHID.WINK, 0))

    ping = CTAPHID.PING
    other = open_key()._channel_id
    check("another channel has another number", other != own)
    hid_error("MSG is not spoken", 0x01, packet(own, CTAPHID.MSG, 7), channel=own)
    hid_error("LOCK is not spoken", 0x01, packet(own, CTAPHID.LOCK, 1), channel=own)
    hid_error("an unknown command", 0x01, packet(own, 0x40, 0), channel=own)
    hid_error("a host's KEEPALIVE", 0x01, packet(own, CTAPHID.KEEPALIVE, 1), channel=own)
    hid_error("7610 bytes", 0x03, packet(own, ping, 7610), channel=own)
    hid_error("an empty CBOR message", 0x03, packet(own, CTAPHID.CBOR, 0), channel=own)
    hid_error("WINK with data", 0x03, packet(own, CTAPHID.WINK, 1), channel=own)
    hid_error("INIT with 7 bytes", 0x03, packet(own, CTAPHID.INIT, 7), channel=own)
    hid_error("a wrong sequence number", 0x04, packet(own, ping, 100), continuation(own, 1), channel=own)
    hid_error("a repeated sequence number", 0x04, packet(own, ping, 200), continuation(own, 0), continuation(own, 0), channel=own)
    hid_error("a request within a request", 0x04, packet(own, ping, 100), packet(own, ping, 1), channel=own)
    silent("the request within was not begun", PIPE.read_packet)
    hid_error("another channel's request meanwhile", 0x06, packet(own, ping, 100), packet(other, ping, 1), channel=other)
    PIPE.write_packet(continuation(own, 0))
    same("the first one is not hurt", PIPE.read_packet()[:7], packet(own, ping, 100)[:7])
    PIPE.read_packet()
    hid_error("a request that is not completed", 0x05, packet(own, ping, 100), channel=own)
    hid_error("channel 0", 0x0B, packet(0, ping, 1), channel=0)
    hid_error("a channel that was never given", 0x0B, packet(own ^ 1, ping, 1), channel=own ^ 1)
    hid_error("INIT on such a channel", 0x0B, packet(own ^ 1, CTAPHID.INIT, 8), channel=own ^ 1)
    hid_error("a request to all", 0x0B, packet(0xFFFFFFFF, ping, 1), channel=0xFFFFFFFF)
    PIPE.write_packet(continuation(own, 0))
    silent("a continuation of nothing is ignored", PIPE.read_packet)
    PIPE.write_packet(packet(own, CTAPHID.CANCEL, 0))
    silent("a cancel of nothing is ignored", PIPE.read_packet)

    PIPE.write_packet(packet(own, ping, 100))
    PIPE.write_packet(packet(own, CTAPHID.INIT, 8, b"nonce678"))
    answer = PIPE.read_packet()
    same("INIT on a channel ends its request", answer[:19], struct.pack(">IBH", own, 0x86, 17) + b"nonce678" + struct.pack(">I", own))
    silent("and nothing is left of it", PIPE.read_packet)
    PIPE.power_cycle()
    hid_error("a channel does not survive the plug", 0x0B, packet(own, ping, 1), channel=own)


def info():
    key = ctap()
    got = key.get_info()
    same("versions", got.versions, ["FIDO_2_0", "FIDO_2_1"])
    same("extensions", got.extensions, ["credProtect"])
    same("aaguid", bytes(got.aaguid), b"rehearsal-key-01")
    same("options", got.options, {"rk": True, "up": True, "clientPin": False, "pinUvAuthToken": True, "makeCredUvNotRqd": True, "credMgmt": True, "authnrCfg": True, "setMinPINLength": True, "alwaysUv": False, "ep": False})
    same("max message size", got.max_msg_size, 7609)
    same("PIN/UV protocols", got.pin_uv_protocols, [2, 1])
    same("list length", got.max_creds_in_list, 16)
    same("credential id length", got.max_cred_id_length, 49)
    same("transports", got.transports, ["usb"])
    same("algorithms", [dict(a) for a in got.algorithms], [{"alg": -7, "type": "public-key"}])
    same("minimum PIN length", got.min_pin_length, 4)
    same("firmware", got.firmware_version, 0x10000)
    same("room", got.remaining_disc_creds, 25)
    refused("an unknown command", ERR.INVALID_COMMAND, key.send_cbor, 0x50)
    check("no new PIN is wanted", got.force_pin_change is False)
    refused("credential management without a token", ERR.PUAT_REQUIRED, key.send_cbor, 0x0A, {1: 1})
    refused("large blobs", ERR.INVALID_COMMAND, key.send_cbor, 0x0C, {1: 1, 3: 0})
    refused("parameters missing", ERR.MISSING_PARAMETER, key.send_cbor, 0x01, {1: HASH})
    refused("a wrong type", ERR.CBOR_UNEXPECTED_TYPE, key.send_cbor, 0x01, {1: "text"})
    refused("no map", ERR.CBOR_UNEXPECTED_TYPE, key.send_cbor, 0x02, [1])
    for name, bad in [("cut", b"\xa1\x01"), ("trailing", b"\xa0\x00"), ("wrong order", b"\xa2\x02\x00\x01\x00"), ("not shortest", b"\xa1\x18\x01\x00"), ("indefinite", b"\xbf\xff"), ("nothing", b"")]:
        same(f"CBOR, {name}", key.device.call(CTAPHID.CBOR, b"\x01" + bad), bytes([ERR.INVALID_CBOR]))


def pin_life():
    key = ctap()
    two, one = pins(key)
    refused("token without PIN", ERR.PIN_NOT_SET, two.get_pin_token, PIN)
    refused("change without PIN", ERR.PIN_NOT_SET, two.change_pin, PIN, NEW_PIN)
    for proto in (two, one):
        agreement, secret = proto._get_shared_secret()
        def set_raw(padded, proto=proto, agreement=agreement, secret=secret):
            enc = proto.protocol.encrypt(secret, padded)
            return key.client_pin(proto.protocol.VERSION, 3, key_agreement=agreement, new_pin_enc=enc, pin_uv_param=proto.protocol.authenticate(secret, enc))
        v = proto.protocol.VERSION
        refused(f"v{v}: three characters in six bytes", ERR.PIN_POLICY_VIOLATION, set_raw, "äöü".encode().ljust(64, b"\0"))
        refused(f"v{v}: 64 bytes", ERR.PIN_POLICY_VIOLATION, set_raw, b"1" * 64)
        refused(f"v{v}: no UTF-8", ERR.PIN_POLICY_VIOLATION, set_raw, b"\xff\xfe\xfd\xfc\xfb".ljust(64, b"\0"))
        refused(f"v{v}: padded to 128", ERR.INVALID_PARAMETER, set_raw, b"123456".ljust(128, b"\0"))
        enc = proto.protocol.encrypt(secret, b"123456".ljust(64, b"\0"))
        refused(f"v{v}: wrong authentication", ERR.PIN_AUTH_INVALID, key.client_pin, v, 3, key_agreement=agreement, new_pin_enc=enc, pin_uv_param=bytes(32 if v == 2 else 16))
        refused(f"v{v}: not on the curve", ERR.INVALID_PARAMETER, key.client_pin, v, 3, key_agreement={**agreement, -2: bytes(32)}, new_pin_enc=enc, pin_uv_param=bytes(16))
    check("no PIN was set by this", key.get_info().options["clientPin"] is False)

    two.set_pin(PIN)
    check("PIN is set", key.get_info().options["clientPin"] is True)
    refused("set twice", ERR.PIN_AUTH_INVALID, one.set_pin, NEW_PIN)
    for proto in (two, one):
        v = proto.protocol.VERSION
        same(f"v{v}: token has 32 bytes", len(proto.get_pin_token(PIN)), 32)
        same(f"v{v}: token with permissions", len(proto.get_pin_token(PIN, ClientPin.PERMISSION.MAKE_CREDENTIAL, "example.com")), 32)
    check("tokens differ", two.get_pin_token(PIN) != two.get_pin_token(PIN))
    two.change_pin(PIN, NEW_PIN)
    held("v2 changed the PIN")
    refused("the old PIN", ERR.PIN_INVALID, one.get_pin_token, PIN)
    one.change_pin(NEW_PIN, PIN)
    held("v1 changed it back")
    one.get_pin_token(PIN)
    held("and it opens")
    two.change_pin(PIN, "1" * 63)
    two.get_pin_token("1" * 63)
    held("63 bytes are a PIN")
    two.change_pin("1" * 63, "äöüß")
    two.get_pin_token("äöüß")
    held("four code points are a PIN")
    refused("a change with the wrong PIN", ERR.PIN_INVALID, two.change_pin, PIN, NEW_PIN)
    same("costs a try", two.get_pin_retries()[0], 7)
    two.get_pin_token("äöüß")
    same("the right PIN gives them back", two.get_pin_retries(), (8, False))

    P = ClientPin.PERMISSION
    refused("permissions without relying party", ERR.MISSING_PARAMETER, two.get_pin_token, "äöüß", P.MAKE_CREDENTIAL)
    refused("no permission", ERR.INVALID_PARAMETER, two.get_pin_token, "äöüß", P(0), "example.com")
    for p in (P.BIO_ENROLL, P.LARGE_BLOB_WRITE, P.BIO_ENROLL | P.GET_ASSERTION, P.LARGE_BLOB_WRITE | P.CREDENTIAL_MGMT, P(0x40)):
        refused(f"permission {p!r}", ERR.UNAUTHORIZED_PERMISSION, two.get_pin_token, "äöüß", p, "example.com")
    same("none of this cost a try", two.get_pin_retries()[0], 8)
    refused("an unknown protocol", ERR.INVALID_PARAMETER, key.client_pin, 3, 2)
    refused("no protocol", ERR.MISSING_PARAMETER, key.send_cbor, 6, {2: 2})
    refused("no subcommand", ERR.MISSING_PARAMETER, key.send_cbor, 6, {1: 2})
    refused("UV retries", ERR.INVALID_SUBCOMMAND, key.client_pin, 2, 7)
    refused("token by built-in verification", ERR.INVALID_SUBCOMMAND, key.client_pin, 2, 6)
    old = key.client_pin(2, 2)[1]
    same("the agreement key stays", key.client_pin(1, 2)[1], old)
    refused("wrong", ERR.PIN_INVALID, two.get_pin_token, "wrong")
    check("and is new after a wrong PIN", key.client_pin(2, 2)[1] != old)


def lockout():
    key = ctap()
    two, one = pins(key)
    two.set_pin(PIN)
    left = 8
    for cycle in range(3):
        for attempt, proto in enumerate((two, one, two)):
            if left == 0:
                break
            left -= 1
            want = ERR.PIN_BLOCKED if left == 0 else (ERR.PIN_INVALID, ERR.PIN_INVALID, ERR.PIN_AUTH_BLOCKED)[attempt]
            call = (proto.get_pin_token, "wrong!") if attempt != 1 else (proto.change_pin, "wrong!", NEW_PIN)
            refused(f"cycle {cycle}, wrong PIN {attempt + 1}", want, *call)
            same(f"cycle {cycle}, tries left", two.get_pin_retries(), (left, left > 0 and attempt == 2))
        if left == 0:
            break
        refused(f"cycle {cycle}: then not even the right PIN", ERR.PIN_AUTH_BLOCKED, two.get_pin_token, PIN)
        refused(f"cycle {cycle}: nor a change", ERR.PIN_AUTH_BLOCKED, one.change_pin, PIN, NEW_PIN)
        same(f"cycle {cycle}: which costs nothing", two.get_pin_retries()[0], left)
        if cycle == 1:
            PIPE.flash_roundtrip()
        else:
            PIPE.power_cycle()
        key = ctap()
        two, one = pins(key)
        same(f"cycle {cycle}: tries after the plug", two.get_pin_retries(), (left, False))
    same("eight wrong PINs", left, 0)
    refused("blocked for the right PIN", ERR.PIN_BLOCKED, two.get_pin_token, PIN)
    refused("blocked for a change", ERR.PIN_BLOCKED, two.change_pin, PIN, NEW_PIN)
    PIPE.power_cycle()
    key = ctap()
    two = pins(key)[0]
    refused("blocked after the plug", ERR.PIN_BLOCKED, two.get_pin_token, PIN)
    key.reset()
    same("a reset helps", pins(key)[0].get_pin_retries(), (8, False))
    check("and no PIN is set", key.get_info().options["clientPin"] is False)


def token(key, permission, rp_id="example.com", protocol=None):
    pin = ClientPin(key, protocol or PinProtocolV2())
    value = pin.get_pin_token(PIN, permission, rp_id)
    return {"pin_uv_param": pin.protocol.authenticate(value, HASH), "pin_uv_protocol": pin.protocol.VERSION}


def make(key, n=1, **kwargs):
    got = key.make_credential(HASH, kwargs.pop("rp", RP), user(n), PARAMS, **kwargs)
    Attestation.for_type(got.fmt)().verify(got.att_stmt, got.auth_data, HASH)
    return got


def descriptor(made):
    return {"type": "public-key", "id": made.auth_data.credential_data.credential_id}


def verify(assertion, made):
    assertion.verify(HASH, made.auth_data.credential_data.public_key)


def credentials():
    key = ctap()
    P = ClientPin.PERMISSION
    plain = make(key)
    data = plain.auth_data
    same("packed self attestation", (plain.fmt, set(plain.att_stmt)), ("packed", {"alg", "sig"}))
    same("flags", data.flags, data.FLAG.UP | data.FLAG.AT)
    same("aaguid", bytes(data.credential_data.aaguid), b"rehearsal-key-01")
    same("ES256", (type(data.credential_data.public_key), data.credential_data.public_key[3]), (ES256, -7))
    stored = make(key, 2, options={"rk": True})
    same("a discoverable one takes room, the other none", key.get_info().remaining_disc_creds, 24)
    same("the list is searched", [a.credential["id"] for a in key.get_assertions("example.com", HASH, [{"type": "public-key", "id": b"x" * 49}, descriptor(plain)])], [descriptor(plain)["id"]])

    one = key.get_assertion("example.com", HASH, [descriptor(plain)])
    verify(one, plain)
    same("assertion of a credential in the list, touched, no user told", (one.auth_data.flags, one.user, one.number_of_credentials), (data.FLAG.UP, None, None))
    quiet = key.get_assertion("example.com", HASH, [descriptor(plain)], options={"up": False})
    verify(quiet, plain)
    same("silent: not touched", int(quiet.auth_data.flags), 0)
    check("the counter goes on by one", quiet.auth_data.counter == one.auth_data.counter + 1)
    PIPE.touch_after(NEVER)
    verify(key.get_assertion("example.com", HASH, [descriptor(plain)], options={"up": False}), plain)
    held("silent: nobody needs to touch")
    refused("another relying party", ERR.NO_CREDENTIALS, key.get_assertion, "example.org", HASH, [descriptor(plain)])
    PIPE.touch_after(0)
    forged = descriptor(plain)["id"]
    for at in range(len(forged)):
        bad = bytearray(forged)
        bad[at] ^= 1
        try:
            key.get_assertion("example.com", HASH, [{"type": "public-key", "id": bytes(bad)}])
            raise AssertionError(f"byte {at} of the id does not matter")
        except CtapError as e:
            assert e.code == ERR.NO_CREDENTIALS
    held("each byte of an id matters")
    refused("type unknown", ERR.NO_CREDENTIALS, key.get_assertion, "example.com", HASH, [{"type": "x", "id": forged}])
    refused("17 in a list", ERR.LIMIT_EXCEEDED, key.get_assertion, "example.com", HASH, [descriptor(plain)] * 17)

    refused("excluded", ERR.CREDENTIAL_EXCLUDED, make, key, 3, exclude_list=[descriptor(plain)])
    refused("excluded, discoverable", ERR.CREDENTIAL_EXCLUDED, make, key, 3, exclude_list=[descriptor(stored)])
    make(key, 3, rp={"id": "example.org", "name": "x"}, exclude_list=[descriptor(plain)])
    held("not excluded elsewhere")
    refused("RS256 alone", ERR.UNSUPPORTED_ALGORITHM, key.make_credential, HASH, RP, user(1), PARAMS[:1])
    refused("uv without token", ERR.INVALID_OPTION, make, key, options={"uv": True})
    refused("up false", ERR.INVALID_OPTION, make, key, options={"up": False})
    refused("rk in an assertion", ERR.UNSUPPORTED_OPTION, key.get_assertion, "example.com", HASH, None, options={"rk": True})
    refused("enterprise attestation", ERR.INVALID_PARAMETER, make, key, enterprise_attestation=1)
    refused("a hash of 31 bytes", ERR.INVALID_LENGTH, key.make_credential, HASH[:31], RP, user(1), PARAMS)
    refused("a user id of 65 bytes", ERR.INVALID_LENGTH, key.make_credential, HASH, RP, {"id": b"x" * 65, "name": "x"}, PARAMS)

    alone = key.get_assertion("example.com", HASH)
    verify(alone, stored)
    same("one account: found without a list", (alone.user, alone.number_of_credentials), ({"id": b"user-2"}, None))
    second = make(key, 4, options={"rk": True})
    first, more = key.get_assertions("example.com", HASH)
    verify(first, second)
    verify(more, stored)
    same("two accounts: most recent first", (first.user["id"], more.user["id"], first.number_of_credentials), (b"user-4", b"user-2", 2))
    check("names are not told without PIN", "name" not in first.user)
    refused("no third", ERR.NOT_ALLOWED, key.get_next_assertion)
    key.get_assertion("example.com", HASH)
    key.get_info()
    refused("another command ends the series", ERR.NOT_ALLOWED, key.get_next_assertion)
    key.get_assertion("example.com", HASH)
    PIPE.wait(31_000)
    refused("time ends the series", ERR.NOT_ALLOWED, key.get_next_assertion)
    key.get_assertion("example.com", HASH)
    same("another channel does not get it", open_key().call(CTAPHID.CBOR, b"\x08"), bytes([ERR.NOT_ALLOWED]))
    third = make(key, 2, options={"rk": True})
    same("the same account again takes no room", key.get_info().remaining_disc_creds, 23)
    same("and comes first", [a.user["id"] for a in key.get_assertions("example.com", HASH)], [b"user-2", b"user-4"])
    refused("what it replaced is gone", ERR.NO_CREDENTIALS, key.get_assertion, "example.com", HASH, [descriptor(stored)])
    verify(key.get_assertion("example.com", HASH, [descriptor(third)]), third)
    held("the new one works by its id")

    refused("touch only, no PIN", ERR.PIN_NOT_SET, key.make_credential, HASH, RP, user(1), PARAMS, pin_uv_param=b"", pin_uv_protocol=2)
    refused("touch only, no PIN, assertion", ERR.PIN_NOT_SET, key.get_assertion, "example.com", HASH, pin_uv_param=b"", pin_uv_protocol=2)
    refused("token without PIN", ERR.PIN_NOT_SET, make, key, pin_uv_param=bytes(32), pin_uv_protocol=2)
    pins(key)[0].set_pin(PIN)
    refused("touch only", ERR.PIN_INVALID, key.make_credential, HASH, RP, user(1), PARAMS, pin_uv_param=b"", pin_uv_protocol=2)
    refused("discoverable needs the PIN", ERR.PUAT_REQUIRED, make, key, 5, options={"rk": True})
    same("others do not", make(key, 5).auth_data.flags, data.FLAG.UP | data.FLAG.AT)
    refused("protocol missing", ERR.MISSING_PARAMETER, make, key, pin_uv_param=bytes(32))
    refused("protocol unknown", ERR.INVALID_PARAMETER, make, key, pin_uv_param=bytes(32), pin_uv_protocol=3)
    refused("wrong authentication", ERR.PIN_AUTH_INVALID, make, key, pin_uv_param=bytes(32), pin_uv_protocol=2)
    for protocol in (PinProtocolV2(), PinProtocolV1()):
        v = f"v{protocol.VERSION}"
        proof = token(key, P.MAKE_CREDENTIAL, protocol=protocol)
        verified = make(key, 6, options={"rk": True}, **proof)
        same(f"{v}: verified", verified.auth_data.flags, data.FLAG.UP | data.FLAG.UV | data.FLAG.AT)
        refused(f"{v}: a token makes one credential", ERR.PIN_AUTH_INVALID, make, key, 7, **proof)
        refused(f"{v}: no permission to make", ERR.PIN_AUTH_INVALID, make, key, 7, **token(key, P.GET_ASSERTION, protocol=protocol))
        refused(f"{v}: no permission to assert", ERR.PIN_AUTH_INVALID, key.get_assertion, "example.com", HASH, **token(key, P.MAKE_CREDENTIAL, protocol=protocol))
        refused(f"{v}: bound to another relying party", ERR.PIN_AUTH_INVALID, make, key, 7, **token(key, P.MAKE_CREDENTIAL, "example.org", protocol=protocol))
        got = key.get_assertion("example.com", HASH, [descriptor(verified)], **token(key, P.GET_ASSERTION, protocol=protocol))
        verify(got, verified)
        same(f"{v}: assertion verified", got.auth_data.flags, data.FLAG.UP | data.FLAG.UV)
        proof = token(key, P.GET_ASSERTION, protocol=protocol)
        for _ in range(3):
            got = key.get_assertion("example.com", HASH, [descriptor(verified)], options={"up": False}, **proof)
            verify(got, verified)
        same(f"{v}: silent assertions do not spend the token", got.auth_data.flags, data.FLAG.UV)
        proof = token(key, None, None, protocol=protocol)
        same(f"{v}: a plain token", make(key, 6, **proof).auth_data.flags, data.FLAG.UP | data.FLAG.UV | data.FLAG.AT)
    same("names are told with PIN", key.get_assertion("example.com", HASH, **token(key, P.GET_ASSERTION)).user, user(6))
    old = token(key, P.MAKE_CREDENTIAL)
    token(key, P.MAKE_CREDENTIAL, protocol=PinProtocolV1())
    refused("a new token voids the one before", ERR.PIN_AUTH_INVALID, make, key, **old)
    old = token(key, P.MAKE_CREDENTIAL)
    PIPE.wait(31_000)
    refused("a token not used within 30 s", ERR.PIN_AUTH_INVALID, make, key, **old)
    old = token(key, P.MAKE_CREDENTIAL)
    PIPE.power_cycle()
    key = ctap()
    refused("a token does not survive the plug", ERR.PIN_AUTH_INVALID, make, key, **old)
    old = token(key, P.MAKE_CREDENTIAL)
    pins(key)[0].change_pin(PIN, PIN)
    refused("nor a change of the PIN", ERR.PIN_AUTH_INVALID, make, key, **old)


def protection():
    key = ctap()
    P = ClientPin.PERMISSION
    pins(key)[0].set_pin(PIN)
    for level in (1, 2, 3):
        rp = {"id": f"level{level}.example", "name": "x"}
        ext = {"credProtect": level}
        made = make(key, level, rp=rp, extensions=ext, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL, rp["id"]))
        same(f"level {level} is told", made.auth_data.extensions, ext)
        def get(*args, **kwargs):
            try:
                return verify(key.get_assertion(rp["id"], HASH, *args, **kwargs), made) or "yes"
            except CtapError as e:
                assert e.code == ERR.NO_CREDENTIALS
                return "no"
        listed = [descriptor(made)]
        same(f"level {level}: without list, without PIN", get(), "yes" if level == 1 else "no")
        same(f"level {level}: with list, without PIN", get(listed), "yes" if level < 3 else "no")
        same(f"level {level}: without list, with PIN", get(**token(key, P.GET_ASSERTION, rp["id"])), "yes")
        same(f"level {level}: with list, with PIN", get(listed, **token(key, P.GET_ASSERTION, rp["id"])), "yes")
        if level < 3:
            refused(f"level {level}: excluded without PIN", ERR.CREDENTIAL_EXCLUDED, make, key, 9, rp=rp, exclude_list=listed)
        else:
            make(key, 9, rp=rp, exclude_list=listed)
            held("level 3: hidden from an exclude list without PIN")
        refused(f"level {level}: excluded with PIN", ERR.CREDENTIAL_EXCLUDED, make, key, 9, rp=rp, exclude_list=listed, **token(key, P.MAKE_CREDENTIAL, rp["id"]))
    refused("level 4", ERR.INVALID_PARAMETER, make, key, extensions={"credProtect": 4})
    refused("level text", ERR.CBOR_UNEXPECTED_TYPE, make, key, extensions={"credProtect": "3"})
    check("unknown extensions are ignored", make(key, extensions={"minPinLength": True}).auth_data.extensions is None)
    for n in range(22):
        make(key, n, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL))
    same("the store is full", key.get_info().remaining_disc_creds, 0)
    refused("no room", ERR.KEY_STORE_FULL, make, key, 99, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL))
    make(key, 5, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL))
    held("but to replace")
    same("all are found", len(key.get_assertions("example.com", HASH)), 22)


class Person(UserInteraction):
    def __init__(self):
        self.prompts = 0

    def prompt_up(self):
        self.prompts += 1

    def request_pin(self, permissions, rp_id):
        return PIN


def relying_party():
    PIPE.touch_after(450)
    key = open_key()
    person = Person()
    origin = "https://example.com"
    client = Fido2Client(key, DefaultClientDataCollector(origin), user_interaction=person)
    check("the client takes it for a CTAP2 key", client.info.pin_uv_protocols == [2, 1])
    attested = []

    def attestation(obj, client_data_hash):
        PackedAttestation().verify(obj.att_stmt, obj.auth_data, client_data_hash)
        attested.append(obj.fmt)

    server = Fido2Server(PublicKeyCredentialRpEntity(id="example.com", name="Example"), attestation="direct", verify_attestation=attestation)
    known = []
    for number, (uv, rk) in enumerate([("discouraged", "discouraged"), ("discouraged", "required"), ("required", "discouraged"), ("required", "required")]):
        if uv == "required" and not client.info.options["clientPin"]:
            pins(Ctap2(key))[0].set_pin(PIN)
            client = Fido2Client(key, DefaultClientDataCollector(origin), user_interaction=person)
        options, state = server.register_begin(user(number), user_verification=uv, resident_key_requirement=rk)
        before = person.prompts
        data = server.register_complete(state, client.make_credential(options.public_key))
        held(f"registered, verification {uv}, discoverable {rk}")
        check("a person was asked to touch", person.prompts > before)
        same("verified as asked", data.is_user_verified(), uv == "required")
        known.append(data.credential_data)
    same("each was self-attested", attested, ["packed"] * 4)

    counters = []
    for uv in ("discouraged", "required"):
        options, state = server.authenticate_begin(known, user_verification=uv)
        answer = client.get_assertion(options.public_key).get_response(0)
        same(f"signed in, verification {uv}", server.authenticate_complete(state, known, answer).credential_id, answer.raw_id)
        counters.append(answer.response.authenticator_data.counter)
        options, state = server.authenticate_begin(user_verification=uv)
        selection = client.get_assertion(options.public_key)
        same("accounts to choose from", len(selection.get_assertions()), 2)
        for index in range(2):
            answer = selection.get_response(index)
            server.authenticate_complete(state, known, answer)
            counters.append(answer.response.authenticator_data.counter)
        held(f"signed in without a list, verification {uv}")
    check("counters rise", counters == sorted(set(counters)))
    options, state = server.register_begin(user(1), credentials=known)
    try:
        client.make_credential(options.public_key)
        raise AssertionError("registered twice")
    except ClientError as e:
        same("a registered key is not registered again", e.code, ClientError.ERR.DEVICE_INELIGIBLE)
    options, state = server.authenticate_begin(known[:1])
    answer = client.get_assertion(options.public_key).get_response(0)
    try:
        server.authenticate_complete(server.authenticate_begin(known)[1], known, answer)
        raise AssertionError("another challenge's answer was accepted")
    except ValueError:
        held("the server is awake: it refuses another challenge's answer")


def touch():
    key = ctap()
    seen = []
    PIPE.touch_after(1050)
    key.make_credential(HASH, RP, user(1), PARAMS, on_keepalive=seen.append)
    same("the key says that it waits", seen, [STATUS.UPNEEDED])
    count = 0
    channel = key.device._channel_id
    PIPE.write_packet(packet(channel, CTAPHID.CBOR, 1, b"\x0b"))
    while (got := PIPE.read_packet())[4] == 0x80 | CTAPHID.KEEPALIVE:
        same("keepalive", got, packet(channel, CTAPHID.KEEPALIVE, 1, b"\x02"))
        count += 1
    same("a selection succeeds after the touch", got, packet(channel, CTAPHID.CBOR, 1, b"\x00"))
    same("a keepalive each 100 ms", count, 11)
    PIPE.touch_after(NEVER)
    calls = {
        "make": lambda key, **k: key.make_credential(HASH, RP, user(1), PARAMS, **k),
        "assert": lambda key, **k: key.get_assertion("example.com", HASH, **k),
        "select": lambda key, **k: key.selection(**k),
        "reset": lambda key, **k: key.reset(**k),
    }
    PIPE.touch_after(0)
    make(key, 1, options={"rk": True})
    PIPE.touch_after(NEVER)
    for name, call in calls.items():
        PIPE.power_cycle()
        key = ctap()
        refused(f"{name}: nobody touches for 30 s", ERR.USER_ACTION_TIMEOUT, call, key)
        PIPE.power_cycle()
        key = ctap()
        cancel = threading.Event()
        refused(f"{name}: cancelled", ERR.KEEPALIVE_CANCEL, call, key, event=cancel, on_keepalive=lambda _: cancel.set())
        silent(f"{name}: one answer", PIPE.read_packet)
    PIPE.touch_after(0)
    same("none of this did anything", key.get_info().remaining_disc_creds, 24)
    PIPE.touch_after(NEVER)
    channel = key.device._channel_id
    other = open_key()._channel_id
    PIPE.write_packet(packet(channel, CTAPHID.CBOR, 1, b"\x0b"))
    same("it waits", PIPE.read_packet()[4], 0x80 | CTAPHID.KEEPALIVE)
    PIPE.write_packet(packet(other, CTAPHID.CANCEL, 0))
    same("another channel cannot cancel", PIPE.read_packet()[4], 0x80 | CTAPHID.KEEPALIVE)
    hid_error("nor be served", 0x06, packet(other, CTAPHID.CBOR, 1, b"\x04"), channel=other)
    hid_error("nor the same one", 0x06, packet(channel, CTAPHID.PING, 1), channel=channel)
    check("INIT is answered meanwhile", open_key()._channel_id not in (channel, other))
    same("it still waits", PIPE.read_packet()[4], 0x80 | CTAPHID.KEEPALIVE)
    PIPE.write_packet(packet(channel, CTAPHID.INIT, 8, b"12345678"))
    same("INIT on its channel ends it", PIPE.read_packet()[:15], packet(channel, CTAPHID.INIT, 17, b"12345678")[:15])
    silent("nothing is left of it", PIPE.read_packet)


def reset():
    key = ctap()
    pins(key)[0].set_pin(PIN)
    P = ClientPin.PERMISSION
    stored = make(key, 1, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL))
    plain = make(key, 2)
    PIPE.wait(10_001)
    refused("too late", ERR.NOT_ALLOWED, key.reset)
    check("nothing happened", key.get_info().options["clientPin"] is True)
    verify(key.get_assertion("example.com", HASH, [descriptor(plain)]), plain)
    PIPE.power_cycle()
    key = ctap()
    counter = key.get_assertion("example.com", HASH, [descriptor(plain)]).auth_data.counter
    PIPE.touch_after(5_000)
    PIPE.wait(9_000)
    key.reset()
    held("asked for in time, touched later")
    PIPE.touch_after(0)
    check("no PIN", key.get_info().options["clientPin"] is False)
    same("all room", key.get_info().remaining_disc_creds, 25)
    refused("no discoverable credential", ERR.NO_CREDENTIALS, key.get_assertion, "example.com", HASH)
    refused("not by its id", ERR.NO_CREDENTIALS, key.get_assertion, "example.com", HASH, [descriptor(stored)])
    refused("nor the other", ERR.NO_CREDENTIALS, key.get_assertion, "example.com", HASH, [descriptor(plain)])
    check("the counter does not go back", make(key).auth_data.counter > counter)
    pins(key)[0].set_pin(NEW_PIN)
    pins(key)[1].get_pin_token(NEW_PIN)
    held("it takes a new PIN")


def flash():
    key = ctap()
    P = ClientPin.PERMISSION
    pins(key)[0].set_pin(PIN)
    stored = make(key, 1, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL))
    plain = make(key, 2)
    refused("one wrong PIN", ERR.PIN_INVALID, pins(key)[0].get_pin_token, "wrong!")
    agreement = key.client_pin(2, 2)[1]
    counter = plain.auth_data.counter
    for round in range(3):
        PIPE.flash_roundtrip()
        key = ctap()
        two = pins(key)[0]
        if round == 0:
            same("tries are kept", two.get_pin_retries(), (7, False))
        check("the agreement key is new", key.client_pin(2, 2)[1] != agreement)
        two.get_pin_token(PIN)
        held("the PIN is kept")
        found = key.get_assertion("example.com", HASH)
        verify(found, stored)
        same("the discoverable credential is kept", found.user, {"id": b"user-1"})
        listed = key.get_assertion("example.com", HASH, [descriptor(plain)], options={"up": False})
        verify(listed, plain)
        held("the other one too")
        same("the counter goes on", listed.auth_data.counter, counter + 2)
        counter += 2
        same("room", key.get_info().remaining_disc_creds, 24)


def management():
    key = ctap()
    two, one = pins(key)
    two.set_pin(PIN)
    P, R = ClientPin.PERMISSION, CredentialManagement.RESULT
    manager = lambda pin, rp_id=None: CredentialManagement(key, pin.protocol, pin.get_pin_token(PIN, P.CREDENTIAL_MGMT, rp_id))
    hash_of = lambda party: party[R.RP_ID_HASH]
    for pin in (two, one):
        same("nothing is there", manager(pin).get_metadata(), {1: 0, 2: 25})
        refused("no relying party", ERR.NO_CREDENTIALS, manager(pin).enumerate_rps_begin)
    other = {"id": "other.example", "name": "Other"}
    made = [make(key, n, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL)) for n in (1, 2)]
    made.append(make(key, 3, rp=other, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL, "other.example")))
    make(key, 4)
    for pin in (two, one):
        m = manager(pin)
        same("three are there", m.get_metadata(), {1: 3, 2: 22})
        parties = m.enumerate_rps()
        same("relying parties", [p[R.RP] for p in parties], [{"id": "example.com"}, {"id": "other.example"}])
        found = m.enumerate_creds(hash_of(parties[0]))
        same("users", [c[R.USER]["id"] for c in found], [b"user-2", b"user-1"])
        same("credentials", [c[R.CREDENTIAL_ID] for c in found], [descriptor(made[1]), descriptor(made[0])])
        same("public keys", [c[R.PUBLIC_KEY] for c in found], [m.auth_data.credential_data.public_key for m in (made[1], made[0])])
        same("protection", {c[R.CRED_PROTECT] for c in found}, {1})
        bound = manager(pin, "other.example")
        refused("a bound token sees no other", ERR.PIN_AUTH_INVALID, bound.enumerate_creds_begin, hash_of(parties[0]))
        refused("nor all", ERR.PIN_AUTH_INVALID, bound.enumerate_rps_begin)
        refused("nor deletes another", ERR.PIN_AUTH_INVALID, bound.delete_cred, descriptor(made[0]))
        same("but its own", len(bound.enumerate_creds(hash_of(parties[1]))), 1)
    refused("the next without a first", ERR.NOT_ALLOWED, manager(two).enumerate_rps_next)
    wrong = CredentialManagement(key, two.protocol, two.get_pin_token(PIN, P.GET_ASSERTION, "example.com"))
    refused("a token for something else", ERR.PIN_AUTH_INVALID, wrong.get_metadata)
    m = manager(two)
    m.delete_cred(descriptor(made[0]))
    refused("it is gone", ERR.NO_CREDENTIALS, m.delete_cred, descriptor(made[0]))
    refused("and does not answer", ERR.NO_CREDENTIALS, key.get_assertion, "example.com", HASH, [descriptor(made[0])])
    verify(key.get_assertion("example.com", HASH, [descriptor(made[1])]), made[1])
    held("the other one does")
    same("there is room", key.get_info().remaining_disc_creds, 23)

    config = lambda pin: Config(key, pin.protocol, pin.get_pin_token(PIN, P.AUTHENTICATOR_CFG))
    refused("no token", ERR.PUAT_REQUIRED, Config(key).set_min_pin_length, 6)
    config(two).set_min_pin_length(6)
    same("the shortest PIN", key.get_info().min_pin_length, 6)
    refused("not shorter again", ERR.PIN_POLICY_VIOLATION, config(two).set_min_pin_length, 5)
    refused("a PIN that is too short", ERR.PIN_POLICY_VIOLATION, two.change_pin, PIN, "12345")
    refused("five are told", ERR.KEY_STORE_FULL, config(two).set_min_pin_length, 6, ["example.com"] * 5)
    config(two).toggle_always_uv()
    check("it wants its PIN for everything", key.get_info().options["alwaysUv"] is True)
    config(two).toggle_always_uv()
    config(one).set_min_pin_length(len(PIN) + 1)
    check("the PIN is too short now", key.get_info().force_pin_change is True)
    refused("and opens nothing", ERR.PIN_POLICY_VIOLATION, two.get_pin_token, PIN, P.GET_ASSERTION, "example.com")
    two.change_pin(PIN, NEW_PIN + "-1")
    check("a new one does", key.get_info().force_pin_change is False)
    PIPE.flash_roundtrip()
    same("it is kept", ctap().get_info().min_pin_length, len(PIN) + 1)


FALSE_SUCCESS, UNPLUG_BEFORE, UNPLUG_AFTER, SILENT, STATUS_7F, UNPLUG_AT_PACKET, LOST_PACKET, ERROR_AT_PACKET, FALSE_MAKE = range(9)


def faults():
    key = ctap()
    pins(key)[0].set_pin(PIN)

    def change(old, new):
        return pins(key)[0].change_pin(old, new)

    def opens(pin):
        try:
            pins(key)[0].get_pin_token(pin)
            return True
        except CtapError as e:
            assert e.code == ERR.PIN_INVALID, e
            return False

    def replug():
        nonlocal key
        PIPE.power_cycle()
        key = ctap()

    PIPE.arm(FALSE_SUCCESS)
    change(PIN, NEW_PIN)
    check("false success: not done", not opens(NEW_PIN) and opens(PIN))
    PIPE.arm(UNPLUG_BEFORE)
    silent("unplugged before", change, PIN, NEW_PIN)
    replug()
    check("unplugged before: not done", not opens(NEW_PIN) and opens(PIN))
    PIPE.arm(UNPLUG_AFTER)
    silent("unplugged after", change, PIN, NEW_PIN)
    replug()
    check("unplugged after: done", not opens(PIN) and opens(NEW_PIN))
    PIPE.arm(SILENT)
    silent("silent", change, NEW_PIN, PIN)
    silent("silent for all", key.get_info)
    replug()
    check("silent: not done", not opens(PIN) and opens(NEW_PIN))
    PIPE.arm(STATUS_7F)
    refused("an error", 0x7F, change, NEW_PIN, PIN)
    check("an error: not done", not opens(PIN) and opens(NEW_PIN))
    change(NEW_PIN, PIN)
    held("each fault strikes once")
    PIPE.arm(LOST_PACKET, 1)
    silent("a lost packet", key.get_info)
    key.get_info()
    held("and only one")
    PIPE.arm(ERROR_AT_PACKET, 1)
    refused("an error on the channel", 0x7F, key.get_info)
    PIPE.arm(ERROR_AT_PACKET, 3)
    try:
        key.get_info()
        raise AssertionError("an error within a reply was overlooked")
    except Exception as e:
        same("an error within a reply", str(e), "Wrong sequence number")
    replug()
    P = ClientPin.PERMISSION
    PIPE.arm(FALSE_MAKE)
    lost = make(key, 1, options={"rk": True}, **token(key, P.MAKE_CREDENTIAL))
    refused("a false success after a touch: nothing is stored", ERR.NO_CREDENTIALS, key.get_assertion, "example.com", HASH, [descriptor(lost)])

    done = []
    while True:
        PIPE.arm(UNPLUG_AT_PACKET, len(done) + 1)
        try:
            change(PIN, NEW_PIN)
            break
        except Silent:
            replug()
        done.append(opens(NEW_PIN))
        check(f"unplugged at packet {len(done)}: one PIN opens", done[-1] != opens(PIN))
        if done[-1]:
            change(NEW_PIN, PIN)
    same("done from the reply's packet on", done, [False] * (len(done) - 1) + [True])


SCENARIOS = [framing, info, pin_life, lockout, credentials, protection, relying_party, touch, reset, flash, management, faults]

if __name__ == "__main__":
    {s.__name__: s for s in SCENARIOS}[sys.argv[1]]()
    PIPE.order(b"D")
