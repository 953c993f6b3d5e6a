"""Whether python-fido2's server takes a registration that our client made, its attestation judged by a list of FIDO's.

Usage: registration.py LIST ROOT_DER RP_ID CHALLENGE RESPONSE. CHALLENGE is base64url, RESPONSE a file with our answer in the
tenant's dialect, which leaves out `rawId` and `type`. Prints JSON: taken, and else why.
"""

import json
import sys

from fido2.mds3 import MdsAttestationVerifier, parse_blob
from fido2.server import Fido2Server

listed, root, rp_id, challenge, answer = sys.argv[1:]
with open(listed, "rb") as file:
    blob = file.read()
with open(root, "rb") as file:
    root = file.read()
with open(answer) as file:
    response = json.load(file)
response |= {"rawId": response["id"], "type": "public-key"}
verifier = MdsAttestationVerifier(parse_blob(blob.strip(), root))
server = Fido2Server({"id": rp_id, "name": "Rig"}, attestation="direct", verify_attestation=verifier)
try:
    server.register_complete({"challenge": challenge, "user_verification": "required"}, response)
    print(json.dumps({"taken": True}))
except Exception as e:  # whatever it says: it does not take it
    print(json.dumps({"taken": False, "why": repr(e)[:200]}))
