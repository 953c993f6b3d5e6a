"""A key and a relying party for tests, on python-fido2 and cryptography: nothing of it knows our client.

Reads lines from standard input and answers each with zero or more lines and a final ".":
  P HEX    a CTAPHID packet; the answers are packets
  PIN      the PIN that is set, as hex of its UTF-8
  R JSON   {"challenge", "rp", "origin", "response"}: verify a registration as a relying party does
  A JSON   {"rp", "challenge", "credential", "auth_data", "signature", "client_data"}: verify a sign-in
"""

import hashlib
import json
import os
import struct
import sys

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256, CoseKey
from fido2.ctap2.pin import PinProtocolV2
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData, PublicKeyCredentialRpEntity

AAGUID = bytes(range(16))
V2 = PinProtocolV2()


class Refuse(Exception):
    def __init__(self, status):
        self.status = status


class Key:
    channel = 0x0A0B0C0D

    def __init__(self, legacy):
        self.legacy = legacy
        self.agreement = ec.generate_private_key(ec.SECP256R1())
        self.token = os.urandom(32)
        self.granted = (0, None)
        self.message = None
        self.reset()

    def reset(self):
        self.pin = None
        self.retries = 8
        self.credentials = []

    # packets

    def packet(self, raw):
        assert len(raw) == 64
        channel, command = struct.unpack(">IB", raw[:5])
        if command & 0x80:
            (length,) = struct.unpack(">H", raw[5:7])
            if command == 0x86:
                assert channel in (0xFFFFFFFF, self.channel) and length == 8
                grant = raw[7:15] + struct.pack(">IBBBBB", self.channel, 2, 1, 2, 3, 4 | 8)
                return self.frame(channel, 0x86, grant)
            assert channel == self.channel and command == 0x90, raw.hex()
            self.message, self.length, self.sequence = raw[7:], length, 0
        else:
            assert channel == self.channel and command == self.sequence
            self.message += raw[5:]
            self.sequence += 1
        if len(self.message) < self.length:
            return []
        message, padding = self.message[: self.length], self.message[self.length :]
        assert not any(padding), "padding must be zero"
        # Two keepalives before each answer: it works, it waits for a touch.
        alive = self.frame(channel, 0xBB, b"\1") + self.frame(channel, 0xBB, b"\2")
        return alive + self.frame(channel, 0x90, self.answer(message))

    def frame(self, channel, command, data):
        packets = [struct.pack(">IBH", channel, command, len(data)) + data[:57]]
        rest = data[57:]
        for i in range(0, (len(rest) + 58) // 59):
            packets.append(struct.pack(">IB", channel, i) + rest[i * 59 : (i + 1) * 59])
        return [p.ljust(64, b"\0") for p in packets]

    # commands

    def answer(self, message):
        command, body = message[0], message[1:]
        request = {}
        if body:
            request = cbor.decode(body)
            assert cbor.encode(request) == body, "not canonical: " + body.hex()
        try:
            reply = {4: self.info, 6: self.client_pin, 1: self.make, 2: self.get, 7: self.wipe, 11: self.select}[
                command
            ](request)
        except Refuse as refused:
            return bytes([refused.status])
        return b"\0" + (cbor.encode(reply) if reply is not None else b"")

    def info(self, _):
        options = {"rk": True, "up": True, "clientPin": self.pin is not None}
        if not self.legacy:
            options["pinUvAuthToken"] = True
        return {
            1: ["FIDO_2_0", "FIDO_2_1"],
            2: ["credProtect", "hmac-secret"],
            3: AAGUID,
            4: options,
            5: 1200,
            6: [2, 1],
            7: 3,
            8: 64,
            9: ["usb"],
            10: [{"alg": -7, "type": "public-key"}],
            12: False,
            13: 6,
            14: 328706,
            20: 25,
            99: {"nobody": ["knows", "this"]},
        }

    def client_pin(self, r):
        assert r[1] == 2
        sub = r[2]
        if sub == 1:
            return {3: self.retries, 4: False}
        if sub == 2:
            cose = dict(ES256.from_cryptography_key(self.agreement.public_key()))
            cose[3] = -25
            return {1: cose}
        peer = CoseKey.parse(r[3])
        assert r[3][1] == 2 and r[3][3] == -25 and r[3][-1] == 1
        point = ec.EllipticCurvePublicNumbers(
            int.from_bytes(peer[-2], "big"), int.from_bytes(peer[-3], "big"), ec.SECP256R1()
        ).public_key()
        shared = V2.kdf(self.agreement.exchange(ec.ECDH(), point))
        if sub == 3:
            if self.pin is not None:
                raise Refuse(0x33)
            self.prove(shared, r[5], r[4])
            self.pin = self.new_pin(shared, r[5])
            return None
        if sub == 4:
            self.prove(shared, r[5] + r[6], r[4])
            self.check(shared, r[6])
            self.pin = self.new_pin(shared, r[5])
            return None
        if sub == (5 if self.legacy else 9):
            self.check(shared, r[6])
            assert set(r) == ({1, 2, 3, 6} if self.legacy else {1, 2, 3, 6, 9, 10})
            self.granted = (3, None) if self.legacy else (r[9], r[10])
            return {2: V2.encrypt(shared, self.token)}
        raise Refuse(0x3E)

    def prove(self, secret, message, proof):
        if V2.authenticate(secret, message) != proof:
            raise Refuse(0x33)

    def new_pin(self, shared, encrypted):
        padded = V2.decrypt(shared, encrypted)
        assert len(padded) == 64
        pin = padded.rstrip(b"\0")
        if len(pin.decode()) < 6:
            raise Refuse(0x37)
        self.retries = 8
        return pin

    def check(self, shared, encrypted):
        if self.pin is None:
            raise Refuse(0x35)
        self.retries -= 1
        if V2.decrypt(shared, encrypted) != hashlib.sha256(self.pin).digest()[:16]:
            self.agreement = ec.generate_private_key(ec.SECP256R1())
            raise Refuse(0x31)
        self.retries = 8

    def verified(self, r, param, protocol, permission, rp):
        if param not in r:
            return 0
        assert r[protocol] == 2
        self.prove(self.token, r[{8: 1, 6: 2}[param]], r[param])
        bits, granted_rp = self.granted
        if not bits & permission or granted_rp not in (None, rp):
            raise Refuse(0x33)
        return AuthenticatorData.FLAG.UV

    def make(self, r):
        rp = r[2]["id"]
        uv = self.verified(r, 8, 9, 1, rp)
        assert r[4] == [{"alg": -7, "type": "public-key"}]
        for excluded in r.get(5, []):
            if any(c[0] == excluded["id"] for c in self.credentials):
                raise Refuse(0x19)
        private = ec.generate_private_key(ec.SECP256R1())
        id = os.urandom(32)
        self.credentials.insert(0, (id, rp, private, r[3], r.get(7, {}).get("rk", False)))
        cose = ES256.from_cryptography_key(private.public_key())
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT | uv
        extensions = r.get(6)
        if extensions:
            flags |= AuthenticatorData.FLAG.ED
        data = AuthenticatorData.create(
            hashlib.sha256(rp.encode()).digest(),
            flags,
            0,
            AttestedCredentialData.create(AAGUID, id, cose),
            extensions,
        )
        signature = private.sign(data + r[1], ec.ECDSA(hashes.SHA256()))
        return {1: "packed", 2: bytes(data), 3: {"alg": -7, "sig": signature}}

    def get(self, r):
        uv = self.verified(r, 6, 7, 2, r[1])
        allow = [d["id"] for d in r.get(3, [])]
        found = [c for c in self.credentials if c[1] == r[1] and (c[0] in allow if allow else c[4])]
        if not found:
            raise Refuse(0x2E)
        id, rp, private, user, _ = found[0]
        up = AuthenticatorData.FLAG.UP if r.get(5, {}).get("up", True) else 0
        data = AuthenticatorData.create(hashlib.sha256(rp.encode()).digest(), up | uv, 5)
        reply = {
            1: {"id": id, "type": "public-key"},
            2: bytes(data),
            3: private.sign(data + r[2], ec.ECDSA(hashes.SHA256())),
        }
        if not allow:
            reply[4] = {"id": user["id"]}
            if len(found) > 1:
                reply[5] = len(found)
        return reply

    def wipe(self, _):
        self.reset()

    def select(self, _):
        return None


def server(rp):
    return Fido2Server(PublicKeyCredentialRpEntity(name="judge", id=rp), attestation="direct")


def register(case):
    response = dict(case["response"], type="public-key", rawId=case["response"]["id"])
    state = {"challenge": case["challenge"], "user_verification": "required"}
    data = server(case["rp"]).register_complete(state, response)
    return websafe_encode(data.credential_data)


def sign_in(case):
    credential = AttestedCredentialData(websafe_decode(case["credential"]))
    id = websafe_encode(credential.credential_id)
    response = {
        "id": id,
        "rawId": id,
        "type": "public-key",
        "response": {
            "clientDataJSON": case["client_data"],
            "authenticatorData": case["auth_data"],
            "signature": case["signature"],
        },
    }
    state = {"challenge": case["challenge"], "user_verification": "required"}
    server(case["rp"]).authenticate_complete(state, [credential], response)
    return "accepted"


def main():
    key = Key(legacy="legacy" in sys.argv[1:])
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "P":
            answers = [p.hex() for p in key.packet(bytes.fromhex(rest))]
        elif word == "PIN":
            answers = [key.pin.hex() if key.pin is not None else "none"]
        else:
            try:
                answers = ["yes " + {"R": register, "A": sign_in}[word](json.loads(rest))]
            except ValueError as error:
                answers = ["no " + str(error)]
        print("\n".join(answers + ["."]), flush=True)


main()
