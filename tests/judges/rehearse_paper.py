"""Judge: what the pages of a rehearsal open, read by nobody of ours. Folders as arguments, one JSON answer each.

Of each folder's `printer/`: {"pins": {key: pin}, "accounts": {account: {"sets", "members", "threshold", "quorums",
"passwords": [what python-shamir-mnemonic gives back from each quorum, each once], "too_few": quorums less one that gave
something back}}}. No passphrase; a space at a password's end does not belong to it, as the page says.
"""

import itertools
import json
import pathlib
import re
import sys

from shamir_mnemonic import MnemonicError, combine_mnemonics


def fields(page):
    found = {}
    for line in page.splitlines():
        if match := re.fullmatch(r"([a-z -]+|words \d+-\d+): (.*)", line):
            found.setdefault(match[1], match[2])
    return found


def words(page):
    return " ".join(match for match in re.findall(r"^words \d+-\d+: (.*)$", page, re.M))


def recovered(shares):
    try:
        return combine_mnemonics(shares).decode("ascii").removesuffix(" ")
    except MnemonicError:
        return None


def account(pages):
    said = [fields(page) for page in pages]
    threshold = int(said[0]["shares needed"])
    quorums = list(itertools.combinations([words(page) for page in pages], threshold))
    fewer = itertools.combinations([words(page) for page in pages], threshold - 1)
    return {
        "sets": len({one["identifier"] for one in said}),
        "members": len({one["share"] for one in said}),
        "threshold": threshold,
        "quorums": len(quorums),
        "passwords": sorted({recovered(quorum) or "refused" for quorum in quorums}),
        "too_few": sum(recovered(shares) is not None for shares in fewer),
    }


def judged(folder):
    pages = [path.read_text() for path in sorted((folder / "printer").glob("*.txt"))]
    pins, shares = {}, {}
    for page in pages:
        said = fields(page)
        if "PIN SHEET" in page:
            pins[said["key"]] = said["pin"].replace(" ", "")
        elif "SHARE SHEET" in page:
            shares.setdefault(said["account"], []).append(page)
    return {"pins": pins, "accounts": {name: account(of) for name, of in shares.items()}}


json.dump([judged(pathlib.Path(folder)) for folder in sys.argv[1:]], sys.stdout)
