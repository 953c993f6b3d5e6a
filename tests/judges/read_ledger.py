#!/usr/bin/env python3
"""An independent reader of Sealwright's ledger.

    read_ledger.py LEDGER...

Plain Python 3, standard library only, written from the manual's chapter "The ledger" alone. For each file it prints what
it found; the exit code is 0 (valid, also with a torn tail), 1 (invalid) or 2 (could not tell), the gravest of all files.
"""

import base64
import hashlib
import json
import re
import sys

LINE_LIMIT = 65_535
FORMAT = 1
DEPTH_LIMIT = 16
NUMBER_LIMIT = 2**53 - 1
MEMBERS = {"at", "by", "ceremony", "event", "prev", "seq"}
SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


class Invalid(Exception):
    """The ledger is not what the chapter says."""


class Unknown(Exception):
    """Another version of the program wrote the ledger: this reader cannot tell."""


def main(paths):
    if not paths or any(p.startswith("--") for p in paths):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    return max(report(path) for path in paths)


def report(path):
    print("ledger", path)
    number = 0
    try:
        with open(path, "rb") as file:
            ledger = Ledger()
            offset = 0
            while line := file.readline(LINE_LIMIT + 1):
                if not line.endswith(b"\n"):
                    if len(line) > LINE_LIMIT:
                        number += 1
                        raise Invalid("longer than %d bytes" % LINE_LIMIT)
                    break
                number += 1
                ledger.take(line[:-1])
                offset += len(line)
            if not ledger.leaves:
                number = 1
                raise Invalid("no whole line")
    except (OSError, Unknown) as error:
        print("could not tell:", error)
        return 2
    except Invalid as found:
        print("invalid line %d: %s" % (number, found))
        return 1
    for size, digest in ledger.checkpoints:
        print("checkpoint %d head %s" % (size, digest))
    print("origin", ledger.origin)
    print("size", len(ledger.leaves))
    print("root", ledger.root_text())
    print("head", ledger.head_hash())
    if line:
        print("torn %d %d" % (offset, len(line)))
    print("valid")
    return 0


class Ledger:
    """What was read so far."""

    def __init__(self):
        self.origin = None
        self.last = None
        self.leaves = []
        self.full = {}
        self.checkpoints = []

    def take(self, line):
        entry = parse(line)
        check_entry(entry)
        number, event = len(self.leaves), entry["event"]
        if entry["seq"] != number:
            raise Invalid("seq is %d, not %d" % (entry["seq"], number))
        if (event["type"] == "book-opened") != (number == 0):
            raise Invalid("book-opened is the first entry, and no other")
        if number == 0:
            origin = event.get("origin")
            if not is_text(origin, r"(book|rehearsal)/[0-9a-f]{32}"):
                raise Invalid("not an origin: %a" % (origin,))
            if type(event.get("format")) is not int or event["format"] != FORMAT:
                raise Unknown("format %a" % (event.get("format"),))
            before = origin.encode("ascii")
        else:
            origin, before = self.origin, self.last
        if entry["prev"] != hashlib.sha256(before).hexdigest():
            raise Invalid("prev is not the hash of what stands before")
        if event["type"] == "checkpoint":
            if event.get("origin") != origin:
                raise Invalid("a checkpoint of another origin")
            if type(event.get("size")) is not int or event["size"] != number:
                raise Invalid("a checkpoint of size %a as entry %d" % (event.get("size"), number))
            if event.get("root") != self.root_text():
                raise Invalid("a checkpoint of another root")
            self.checkpoints.append((number, self.head_hash()))
        self.origin, self.last = origin, line
        self.leaves.append(hashlib.sha256(b"\0" + line).digest())

    def root_text(self):
        return base64.b64encode(self.root(0, len(self.leaves))).decode("ascii")

    def root(self, start, count):
        """RFC 6962, 2.1, as it is defined; full subtrees are kept, for they never change."""
        if count == 1:
            return self.leaves[start]
        known = self.full.get((start, count))
        if known:
            return known
        half = 1
        while half * 2 < count:
            half *= 2
        left, right = self.root(start, half), self.root(start + half, count - half)
        both = hashlib.sha256(b"\1" + left + right).digest()
        if half * 2 == count:
            self.full[(start, count)] = both
        return both

    def head_hash(self):
        text = "%s\n%d\n%s\n" % (self.origin, len(self.leaves), self.root_text())
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def parse(line):
    """The line as a value, if the line is that value's canonical form."""
    if len(line) > LINE_LIMIT:
        raise Invalid("longer than %d bytes" % LINE_LIMIT)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("not UTF-8: %s" % error)
    for char in "" if text.isascii() else text:
        if ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF:
            raise Invalid("a noncharacter: %a" % char)
    if depth(text) > DEPTH_LIMIT:
        raise Invalid("nested deeper than %d" % DEPTH_LIMIT)
    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_float=no_number, parse_int=whole_number, parse_constant=no_number
        )
        same = canonical(value).encode("utf-8") == line
    except ValueError as error:  # JSON's own errors and lone surrogates are ValueErrors
        raise Invalid("not JSON: %s" % error)
    if not same:
        raise Invalid("not in canonical form")
    return value


def depth(text):
    """How deep brackets nest outside strings."""
    deepest = now = 0
    inside = False
    for token in re.finditer(r'\\.|["\[\]{}]', text, re.DOTALL):
        sign = token.group()
        if sign == '"':
            inside = not inside
        elif not inside and sign in "[{":
            now += 1
            deepest = max(deepest, now)
        elif not inside and sign in "]}":
            now -= 1
    return deepest


def pairs(members):
    keys = [key for key, _ in members]
    for key in keys:
        if not is_text(key, r"[a-z_]+"):
            raise Invalid("a key that is not [a-z_]+: %a" % key)
    if len(set(keys)) != len(keys):
        raise Invalid("a key twice")
    return dict(members)


def no_number(text):
    raise Invalid("not an integer: %s" % text[:24])


def whole_number(text):
    if len(text) > 17 or abs(int(text)) > NUMBER_LIMIT:
        raise Invalid("a number out of range: %s" % text[:24])
    return int(text)


def canonical(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(escaped, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    members = (canonical(key) + ":" + canonical(value[key]) for key in sorted(value))
    return "{" + ",".join(members) + "}"


def escaped(char):
    if char in SHORT_ESCAPES:
        return SHORT_ESCAPES[char]
    return "\\u%04x" % ord(char) if char < " " else char


def check_entry(entry):
    if not isinstance(entry, dict) or set(entry) != MEMBERS:
        raise Invalid("an entry has exactly the members " + ", ".join(sorted(MEMBERS)))
    if not is_moment(entry["at"]):
        raise Invalid("at is not a moment: %a" % (entry["at"],))
    by = entry["by"]
    if not isinstance(by, list) or len(by) > 64 or not all(is_name(name) for name in by) or len(set(by)) != len(by):
        raise Invalid("by is not a list of up to 64 names, none twice")
    for member in "ceremony", "seq":
        if type(entry[member]) is not int or entry[member] < 0:
            raise Invalid("%s is not a number from 0: %a" % (member, entry[member]))
    event = entry["event"]
    if not isinstance(event, dict) or not is_text(event.get("type"), r"[a-z-]{1,64}"):
        raise Invalid("event is not an object with a type")
    if not is_text(entry["prev"], r"[0-9a-f]{64}"):
        raise Invalid("prev is not 64 lower-case hex digits")


def is_name(value):
    return is_text(value, r"[a-z0-9-]{1,32}") and value[0] != "-" and value[-1] != "-"


def is_moment(value):
    if not is_text(value, r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"):
        return False
    year, month, day = int(value[0:4]), int(value[5:7]), int(value[8:10])
    hour, minute, second = int(value[11:13]), int(value[14:16]), int(value[17:19])
    if not (1970 <= year <= 2999 and 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60):
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= DAYS[month - 1] + (month == 2 and leap)


def is_text(value, pattern):
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
