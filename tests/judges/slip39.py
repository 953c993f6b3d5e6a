"""Judge: python-shamir-mnemonic splits and recovers. One JSON request on standard input, one answer on standard output.

Request: {"split": [{"master": hex, "groups": [[threshold, count], ...], "group_threshold": n, "extendable": bool,
"exponent": n}, ...], "recover": [[share text, ...], ...]}. Answer: {"split": [[[share text, ...], ...], ...],
"recover": [hex, ...]}; where the shares are refused, "refused: " and why in place of the hex. No passphrase.
"""

import json
import sys

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics


def split(job):
    return generate_mnemonics(
        job["group_threshold"],
        [tuple(group) for group in job["groups"]],
        bytes.fromhex(job["master"]),
        extendable=job["extendable"],
        iteration_exponent=job["exponent"],
    )


def recover(shares):
    try:
        return combine_mnemonics(shares).hex()
    except MnemonicError as error:
        return f"refused: {error}"


request = json.load(sys.stdin)
json.dump(
    {
        "split": [split(job) for job in request["split"]],
        "recover": [recover(shares) for shares in request["recover"]],
    },
    sys.stdout,
)
