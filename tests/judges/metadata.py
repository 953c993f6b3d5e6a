"""Whether python-fido2 believes a list of FIDO's, and what it says of a model.

Usage: metadata.py LIST ROOT_DER [ATTESTATION_OBJECT CLIENT_DATA_HASH]. Prints JSON: the list's number, day and models; with an
attestation, whether it is trusted by the list.
"""

import json
import sys

from fido2.mds3 import MdsAttestationVerifier, parse_blob
from fido2.webauthn import AttestationObject

with open(sys.argv[1], "rb") as file:
    blob = file.read()
with open(sys.argv[2], "rb") as file:
    root = file.read()
try:
    parsed = parse_blob(blob.strip(), root)
except Exception as e:  # whatever it says: it does not believe it
    print(json.dumps({"believed": False, "why": repr(e)[:200]}))
    sys.exit(0)
found = {
    "believed": True,
    "number": parsed.no,
    "next_update": str(parsed.next_update),
    "models": [str(entry.aaguid) for entry in parsed.entries],
}
if len(sys.argv) > 3:
    attested = AttestationObject(bytes.fromhex(sys.argv[3]))
    try:
        MdsAttestationVerifier(parsed).verify_attestation(attested, bytes.fromhex(sys.argv[4]))
        found["genuine"] = True
    except Exception as e:
        found["genuine"] = False
        found["why"] = repr(e)[:200]
print(json.dumps(found))
