"""Judge: a rehearsal's random numbers, made again from what it says they were made from. Folders as arguments.

Of each folder: `chance.json` (what the custodians added, the system's bytes of each draw) and the pages in `printer/`.
HKDF-SHA256 is built here of HMAC alone (RFC 5869), as the manual says. Every PIN of a printed sheet with the proof word
drawn after it, and every password (put together by python-shamir-mnemonic) with the proof words of its share sheets,
must be what the draws give; a written PIN must be none of theirs. Prints, for each folder, how many were found.
"""

import hashlib
import hmac
import json
import pathlib
import re
import sys

from shamir_mnemonic import combine_mnemonics

LABEL = b"sealwright chance v1"
ALPHABETS = {
    ("us",): "abcdefghjknprstuvxyADEFGHLMNRT234578",
    ("us", "de"): "abcdefghjknprstuvxADEFGHLMNRT234578",
}
TRIVIAL_STEPS = (0, 1, 9)


def sha(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def number(value):
    return value.to_bytes(8, "big")


def field(data):
    return number(len(data)) + data


class Sitting:
    def __init__(self, said):
        self.system = [bytes.fromhex(drawn) for drawn in said["system"]]
        self.added = b"".join(
            field(one["person"].encode()) + field(one["kind"].encode()) + field(one["given"].encode())
            for one in said["added"]
        )

    def draw(self, n, length):
        """The bytes of the nth time that bytes were asked for; None if nobody asked so often."""
        if n > len(self.system):
            return None
        prk = sha(LABEL, field(self.system[n - 1]) + self.added)
        out, block = b"", b""
        while len(out) < length:
            block = sha(prk, block + LABEL + number(n) + bytes([len(out) // 32 + 1]))
            out += block
        return out[:length]

    def text(self, n, length, alphabet, good):
        """A text drawn from fill n on, and the number of the fill after it."""
        fair = 256 - 256 % len(alphabet)
        while True:
            out = ""
            while len(out) < length:
                pool = self.draw(n, 64)
                if pool is None:
                    return None, n
                n += 1
                out += "".join(alphabet[byte % len(alphabet)] for byte in pool if byte < fair)
            if good(out[:length]):
                return out[:length], n

    def word(self, n):
        drawn = self.draw(n, 2)
        return drawn and WORDS[int.from_bytes(drawn, "big") % 512]


def not_trivial(pin):
    steps = {(int(b) - int(a)) % 10 for a, b in zip(pin, pin[1:])}
    return len(steps) > 1 or steps.isdisjoint(TRIVIAL_STEPS)


def three_classes(text):
    return all(re.search(of, text) for of in ("[a-z]", "[A-Z]", "[0-9]"))


def fields(page):
    return dict(re.findall(r"^([a-z -]+): (.*)$", page, re.M))


def judged(folder):
    said = json.loads((folder / "chance.json").read_text())
    assert said["only"] == "rehearsal"
    sittings = [Sitting(one) for one in said["sittings"]]
    alphabet = ALPHABETS[tuple(said["keyboards"])]
    places = [(sitting, n) for sitting in sittings for n in range(1, len(sitting.system) + 1)]
    pins = [(s, *s.text(n, said["pin_digits"], "0123456789", not_trivial)) for s, n in places]
    pages = [path.read_text() for path in sorted((folder / "printer").glob("*.txt"))]
    count = {"draws": len(places), "pins": 0, "written": 0, "passwords": 0, "proof_words": 0}

    sets = {}
    for page in pages:
        said_here = fields(page)
        if "SHARE SHEET" in page:
            sets.setdefault((said_here["account"], said_here["identifier"]), []).append(page)
            continue
        pin = said_here["pin"].replace(" ", "")
        found = [(s, after) for s, drawn, after in pins if drawn == pin]
        if said["pins"] == "written":
            assert not found, "a written PIN was drawn by the laptop"
            count["written"] += 1
            continue
        assert any(s.word(after) == said_here["proof word"] for s, after in found), said_here["sheet"]
        count["pins"] += 1
        count["proof_words"] += 1

    for (account, _), share_pages in sets.items():
        said_here = [fields(page) for page in share_pages]
        words = [" ".join(re.findall(r"^words \d+-\d+: (.*)$", page, re.M)) for page in share_pages]
        needed = int(said_here[0]["shares needed"])
        password = combine_mnemonics(words[:needed]).decode("ascii").removesuffix(" ")
        after = [
            (s, next_fill)
            for s, n in places
            for drawn, next_fill in [s.text(n, len(password), alphabet, three_classes)]
            if drawn == password
        ]
        assert len(after) == 1, f"the password of {account} was drawn {len(after)} times"
        (sitting, first), proof = after[0], [one["proof word"] for one in said_here]
        # Splitting draws a few times; then, for each share, the proof word and 32 bytes for the pattern.
        assert any(
            [sitting.word(m + 2 * i) for i in range(len(proof))] == proof for m in range(first, first + 40)
        ), f"the proof words of {account}"
        count["passwords"] += 1
        count["proof_words"] += len(proof)
    return count


SOURCE = pathlib.Path(__file__).parents[2] / "src/secret/draw.rs"
WORDS = re.findall(r'"([a-z]{4,7})"', SOURCE.read_text().split("pub const PROOF_WORDS")[1].split("];")[0])
assert len(WORDS) == 512
json.dump([judged(pathlib.Path(folder)) for folder in sys.argv[1:]], sys.stdout)
