#!/usr/bin/env bash
# Measures our client beside libfido2 on one virtual key (tests/vkey) behind its socket, in one run, by turns: packets
# sent and received, keepalives apart, and the time of each operation. Prints a Markdown table. What each operation is, and
# by which calls both are asked the same, stands in tests/shared/key_costs.rs.
#
#   tests/bench/keys.sh
#
# libfido2's side is tests/judges/libfido2.c; libfido2-dev, cc and pkg-config must be there.
#
# Writes below target/ only. Exit code: 0 measured, 1 something did not run.
set -euo pipefail
cd "$(dirname "$0")/../.."

pkg-config --exists libfido2 || { echo "tests/bench/keys.sh: libfido2-dev is missing" >&2; exit 1; }
cargo bench --locked --quiet --profile dist --bench keys
