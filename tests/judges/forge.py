#!/usr/bin/env python3
"""A forger of ledgers, who has the file, Python, and the manual's chapter "The ledger".

    forge.py LEDGER OLD NEW OUT      every OLD text becomes NEW; entries, hashes and checkpoints are made to fit again
    forge.py LEDGER --without DIR    one ledger for each entry but the first, without it, made to fit again: DIR/SEQ
"""

import hashlib
import json
import sys
from pathlib import Path

from read_ledger import Ledger, canonical

# Members of events that hold the number of another entry, or of a head.
NUMBERS = {"intent", "checkpoint", "size", "read"}


def main(ledger, *rest):
    text = Path(ledger).read_text()
    if rest[0] != "--without":
        old, new, out = rest
        assert old in text, "the text is not there"
        entries = [json.loads(line) for line in text.replace(old, new).splitlines()]
        Path(out).write_text(chained(entries))
        return
    count = len(text.splitlines())
    for gone in range(1, count):
        entries = [json.loads(line) for line in text.splitlines()]
        del entries[gone]
        for entry in entries:
            renumber(entry["event"], gone)
        Path(rest[1], str(gone)).write_text(chained(entries))


def renumber(value, gone):
    """What names an entry behind the one that is gone names it by its new number."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in NUMBERS and isinstance(inner, int) and inner > gone:
                value[name] = inner - 1
            renumber(inner, gone)
    elif isinstance(value, list):
        for inner in value:
            renumber(inner, gone)


def chained(entries):
    """The lines, with numbers, hashes and checkpoints that fit."""
    reader, lines = Ledger(), []
    for number, entry in enumerate(entries):
        entry["seq"] = number
        event = entry["event"]
        before = reader.last if number else event["origin"].encode("ascii")
        entry["prev"] = hashlib.sha256(before).hexdigest()
        if event["type"] == "checkpoint":
            event["size"], event["root"] = number, reader.root_text()
        line = canonical(entry).encode("utf-8")
        reader.take(line)
        lines.append(line.decode("utf-8") + "\n")
    return "".join(lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
