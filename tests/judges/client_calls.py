"""What python-fido2 and libfido2 can do with a key, a function each: the hands of clients.py.

They take their arguments as texts, PINs last, and return what is to be printed. An error is an exception; `NotOffered`
says that the client has no such call. libfido2 is called as a program in C calls it, with its defaults.
"""

import ctypes
import threading

from fido2.ctap import CtapError
from fido2.ctap2 import ClientPin, Config, CredentialManagement, Ctap2, FPBioEnrollment, LargeBlobs
from fido2.hid import ConnectionFailure, open_device
from fido2.webauthn import PublicKeyCredentialDescriptor

HASH = bytes(32)
ES256, EDDSA = -7, -8


class NotOffered(Exception):
    pass


class Failed(Exception):
    """A code that libfido2 gave."""


# What is raised on purpose; whatever else comes out of python-fido2 came out by itself.
MEANT = (Failed, CtapError, ConnectionFailure, ValueError, TypeError, OSError)


class Python:
    """python-fido2."""

    def __init__(self, node):
        self.device = open_device(node)
        self.ctap = Ctap2(self.device)

    def close(self):
        self.device.close()

    def token(self, pin, permission, rp_id=None):
        pins = ClientPin(self.ctap)
        return pins.protocol, pins.get_pin_token(pin, permission, rp_id)

    def info(self):
        self.ctap.get_info()

    def retries(self):
        return ClientPin(self.ctap).get_pin_retries()[0]

    def uv_retries(self):
        return ClientPin(self.ctap).get_uv_retries()

    def set_pin(self, pin):
        ClientPin(self.ctap).set_pin(pin)

    def change_pin(self, old, new):
        ClientPin(self.ctap).change_pin(old, new)

    def verify_pin(self, pin):
        self.token(pin, ClientPin.PERMISSION.GET_ASSERTION, "a.example")

    def make(self, rp_id, user, kind, pin=None):
        algorithm = EDDSA if kind == "eddsa" else ES256
        proof = {}
        if pin:
            protocol, token = self.token(pin, ClientPin.PERMISSION.MAKE_CREDENTIAL, rp_id)
            proof = {"pin_uv_param": protocol.authenticate(token, HASH), "pin_uv_protocol": protocol.VERSION}
        made = self.ctap.make_credential(
            HASH,
            {"id": rp_id, "name": rp_id},
            {"id": user.encode(), "name": user, "displayName": user},
            [{"type": "public-key", "alg": algorithm}],
            extensions={"credProtect": 2} if kind == "protect" else None,
            options={"rk": True} if pin else None,
            **proof,
        )
        return made.auth_data.credential_data.credential_id.hex()

    def assert_(self, rp_id, credential, silent=None):
        allowed = [{"type": "public-key", "id": bytes.fromhex(credential)}]
        self.ctap.get_assertion(rp_id, HASH, allowed, options={"up": False} if silent else None)

    def next(self, rp_id, pin):
        protocol, token = self.token(pin, ClientPin.PERMISSION.GET_ASSERTION, rp_id)
        return len(
            self.ctap.get_assertions(
                rp_id, HASH, pin_uv_param=protocol.authenticate(token, HASH), pin_uv_protocol=protocol.VERSION
            )
        )

    def management(self, pin):
        return CredentialManagement(self.ctap, *self.token(pin, ClientPin.PERMISSION.CREDENTIAL_MGMT))

    def count(self, pin):
        return self.management(pin).get_metadata()[CredentialManagement.RESULT.EXISTING_CRED_COUNT]

    def stored(self, management):
        for party in management.enumerate_rps():
            yield from management.enumerate_creds(party[CredentialManagement.RESULT.RP_ID_HASH])

    def list(self, pin):
        return "\n".join(c[CredentialManagement.RESULT.USER]["name"] for c in self.stored(self.management(pin)))

    def rename(self, credential, pin):
        management = self.management(pin)
        for stored in self.stored(management):
            named = stored[CredentialManagement.RESULT.CREDENTIAL_ID]
            if named["id"] == bytes.fromhex(credential):
                user = {**stored[CredentialManagement.RESULT.USER], "name": "renamed"}
                management.update_user_info(PublicKeyCredentialDescriptor.from_dict(named), user)

    def delete(self, credential, pin):
        named = PublicKeyCredentialDescriptor(type="public-key", id=bytes.fromhex(credential))
        self.management(pin).delete_cred(named)

    def config(self, pin):
        return Config(self.ctap, *self.token(pin, ClientPin.PERMISSION.AUTHENTICATOR_CFG))

    def min_length(self, pin):
        self.config(pin).set_min_pin_length(6)

    def force_change(self, pin):
        self.config(pin).set_min_pin_length(force_change_pin=True)

    def always_uv(self, pin):
        self.config(pin).toggle_always_uv()

    def enterprise(self, pin):
        self.config(pin).enable_enterprise_attestation()

    def selection(self):
        self.ctap.selection()

    def wink(self):
        self.device.wink()

    def cancel(self, _pin):
        event = threading.Event()
        threading.Timer(2, event.set).start()
        try:
            self.ctap.selection(event=event)
        except CtapError as e:
            if e.code == CtapError.ERR.KEEPALIVE_CANCEL:
                return
            raise
        raise ValueError("it was not cancelled")

    def blobs(self):
        LargeBlobs(self.ctap).read_blob_array()

    def fingerprints(self, pin):
        FPBioEnrollment(self.ctap, *self.token(pin, ClientPin.PERMISSION.BIO_ENROLL)).enumerate_enrollments()

    def reset(self):
        self.ctap.reset()


class LibFido2:
    """libfido2."""

    TRUE, FALSE = 2, 1

    def __init__(self, node):
        self.c = c = ctypes.CDLL("libfido2.so.1")
        for made in "dev cbor_info cred assert credman_metadata credman_rp credman_rk bio_info".split():
            getattr(c, f"fido_{made}_new").restype = ctypes.c_void_p
        for pointer in "fido_cred_id_ptr fido_cred_user_id_ptr fido_credman_rk fido_strerr fido_credman_rp_id".split():
            getattr(c, pointer).restype = ctypes.c_void_p
        c.fido_strerr.restype = ctypes.c_char_p
        c.fido_cred_id_len.restype = c.fido_cred_user_id_len.restype = ctypes.c_size_t
        c.fido_credman_rp_count.restype = c.fido_credman_rk_count.restype = ctypes.c_size_t
        c.fido_assert_count.restype = ctypes.c_size_t
        c.fido_credman_rk_existing.restype = ctypes.c_uint64
        c.fido_init(0)
        self.device = ctypes.c_void_p(c.fido_dev_new())
        self.call("fido_dev_open", self.device, node.encode())

    def close(self):
        self.c.fido_dev_close(self.device)

    def call(self, name, *arguments):
        code = getattr(self.c, name)(*arguments)
        if code != 0:
            raise Failed(f"{name}: {self.c.fido_strerr(code).decode()}")

    def on_key(self, name, *arguments):
        self.call(name, self.device, *arguments)

    def new(self, what):
        return ctypes.c_void_p(getattr(self.c, f"fido_{what}_new")())

    def info(self):
        self.on_key("fido_dev_get_cbor_info", self.new("cbor_info"))

    def retries(self):
        left = ctypes.c_int(-1)
        self.on_key("fido_dev_get_retry_count", ctypes.byref(left))
        return left.value

    def uv_retries(self):
        left = ctypes.c_int(-1)
        self.on_key("fido_dev_get_uv_retry_count", ctypes.byref(left))
        return left.value

    def set_pin(self, pin):
        self.on_key("fido_dev_set_pin", pin.encode(), None)

    def change_pin(self, old, new):
        self.on_key("fido_dev_set_pin", new.encode(), old.encode())

    def verify_pin(self, pin):
        self.count(pin)

    def make(self, rp_id, user, kind, pin=None):
        cred = self.new("cred")
        self.call("fido_cred_set_type", cred, EDDSA if kind == "eddsa" else ES256)
        self.call("fido_cred_set_clientdata_hash", cred, HASH, ctypes.c_size_t(32))
        self.call("fido_cred_set_rp", cred, rp_id.encode(), rp_id.encode())
        self.set_user(cred, user.encode(), user)
        if kind == "protect":
            self.call("fido_cred_set_extensions", cred, 2)
            self.call("fido_cred_set_prot", cred, 2)
        if pin:
            self.call("fido_cred_set_rk", cred, self.TRUE)
        self.on_key("fido_dev_make_cred", cred, pin.encode() if pin else None)
        return self.id_of(cred).hex()

    def set_user(self, cred, handle, name):
        name = name.encode()
        self.call("fido_cred_set_user", cred, handle, ctypes.c_size_t(len(handle)), name, name, None)

    def id_of(self, cred):
        return ctypes.string_at(self.c.fido_cred_id_ptr(cred), self.c.fido_cred_id_len(cred))

    def asked(self, rp_id):
        request = self.new("assert")
        self.call("fido_assert_set_clientdata_hash", request, HASH, ctypes.c_size_t(32))
        self.call("fido_assert_set_rp", request, rp_id.encode())
        return request

    def assert_(self, rp_id, credential, silent=None):
        request, credential = self.asked(rp_id), bytes.fromhex(credential)
        self.call("fido_assert_allow_cred", request, credential, ctypes.c_size_t(len(credential)))
        if silent:
            self.call("fido_assert_set_up", request, self.FALSE)
        self.on_key("fido_dev_get_assert", request, None)

    def next(self, rp_id, pin):
        request = self.asked(rp_id)
        self.on_key("fido_dev_get_assert", request, pin.encode())
        return self.c.fido_assert_count(request)

    def count(self, pin):
        metadata = self.new("credman_metadata")
        self.on_key("fido_credman_get_dev_metadata", metadata, pin.encode())
        return self.c.fido_credman_rk_existing(metadata)

    def stored(self, pin):
        parties = self.new("credman_rp")
        self.on_key("fido_credman_get_dev_rp", parties, pin.encode())
        for n in range(self.c.fido_credman_rp_count(parties)):
            rp_id = ctypes.c_char_p(self.c.fido_credman_rp_id(parties, ctypes.c_size_t(n)))
            found = self.new("credman_rk")
            self.on_key("fido_credman_get_dev_rk", rp_id, found, pin.encode())
            for m in range(self.c.fido_credman_rk_count(found)):
                yield ctypes.c_void_p(self.c.fido_credman_rk(found, ctypes.c_size_t(m)))

    def list(self, pin):
        return "\n".join(self.id_of(cred).hex() for cred in self.stored(pin))

    def rename(self, credential, pin):
        for stored in list(self.stored(pin)):
            if self.id_of(stored).hex() == credential:
                length = self.c.fido_cred_user_id_len(stored)
                handle = ctypes.string_at(self.c.fido_cred_user_id_ptr(stored), length)
                cred, credential_id = self.new("cred"), bytes.fromhex(credential)
                self.call("fido_cred_set_id", cred, credential_id, ctypes.c_size_t(len(credential_id)))
                self.set_user(cred, handle, "renamed")
                self.on_key("fido_credman_set_dev_rk", cred, pin.encode())

    def delete(self, credential, pin):
        credential = bytes.fromhex(credential)
        self.on_key("fido_credman_del_dev_rk", credential, ctypes.c_size_t(len(credential)), pin.encode())

    def min_length(self, pin):
        self.on_key("fido_dev_set_pin_minlen", ctypes.c_size_t(6), pin.encode())

    def force_change(self, pin):
        self.on_key("fido_dev_force_pin_change", pin.encode())

    def always_uv(self, pin):
        self.on_key("fido_dev_toggle_always_uv", pin.encode())

    def enterprise(self, pin):
        self.on_key("fido_dev_enable_entattest", pin.encode())

    def selection(self):
        """Its own call for this, which asks a key for a credential that it will refuse."""
        touched = ctypes.c_int(0)
        self.on_key("fido_dev_get_touch_begin")
        while not touched.value:
            self.on_key("fido_dev_get_touch_status", ctypes.byref(touched), 1000)

    def wink(self):
        raise NotOffered

    def cancel(self, pin):
        threading.Timer(2, lambda: self.c.fido_dev_cancel(self.device)).start()
        try:
            self.make("a.example", "user", "es256", pin)
        except Failed as e:
            if "CANCEL" in str(e):
                return
            raise
        raise Failed("it was not cancelled")

    def blobs(self):
        array, length = ctypes.c_void_p(), ctypes.c_size_t()
        self.on_key("fido_dev_largeblob_get_array", ctypes.byref(array), ctypes.byref(length))

    def fingerprints(self, pin):
        self.on_key("fido_bio_dev_get_info", self.new("bio_info"))

    def reset(self):
        self.on_key("fido_dev_reset")
