"""The lines of each file that the fuzz targets reach, from what llvm-cov exports."""

import json
import sys

root = sys.argv[1]
files = {}
for file in json.load(sys.stdin)["data"][0]["files"]:
    name = file["filename"].split("/../../../")[-1].removeprefix(root + "/")
    files[name] = file["summary"]["lines"]

print("Lines that the fuzz targets reach with the committed corpus: tests/fuzz/coverage.\n")
print(f"{'reached':>8} {'lines':>6} {'%':>7}")
for room in ("src/ctap/", "src/webauthn/"):
    own = {name: lines for name, lines in sorted(files.items()) if name.startswith(room)}
    own[room] = {key: sum(lines[key] for lines in own.values()) for key in ("covered", "count")}
    for name, lines in own.items():
        share = 100 * lines["covered"] / max(lines["count"], 1)
        print(f"{lines['covered']:8} {lines['count']:6} {share:7.2f}  {name}")
