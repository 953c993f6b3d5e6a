"""Times python-shamir-mnemonic for tests/bench/shares.sh: microseconds, the middle of many, one line each."""

import hashlib
import statistics
import time

from shamir_mnemonic import combine_mnemonics, generate_mnemonics
from shamir_mnemonic.shamir import EncryptedMasterSecret, decode_mnemonics, recover_ems, split_ems

PASSWORD = b"bcdefghjknprstuvxDEFGHLNRT234578bcdefghj"
RUNS = 41


def measure(what, work):
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1e6)
    print(f"{what}: {statistics.median(took):.1f}")


def rounds():
    for turn in range(4):
        hashlib.pbkdf2_hmac("sha256", bytes([turn]), PASSWORD, 2500, 20)


def split():
    return generate_mnemonics(1, [(3, 5)], PASSWORD, extendable=False, iteration_exponent=0)[0]


def split_without_rounds():
    encrypted = EncryptedMasterSecret(1, False, 0, PASSWORD)
    return [share.mnemonic() for share in split_ems(1, [(3, 5)], encrypted)[0]]


mnemonics = split()[:3]
measure("python split", split)
measure("python combine", lambda: combine_mnemonics(mnemonics))
measure("python split without rounds", split_without_rounds)
measure("python combine without rounds", lambda: recover_ems(decode_mnemonics(mnemonics)))
measure("the rounds alone, by OpenSSL", rounds)
