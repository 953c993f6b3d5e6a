#!/usr/bin/env bash
# Measures a rehearsal: binary size, wall time and peak memory of `rehearse --auto`, packets per PIN change. Prints a
# Markdown table.
#
#   tests/bench/figures.sh           with the binary that is shipped (profile dist), built first where it is missing or old
#   tests/bench/figures.sh --cold    also the cold build: everything compiled anew, in a folder of its own
#
# Writes below target/ only. Exit code: 0 measured, 1 something did not run, 2 wrong arguments.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly RUNS=7 HERE=target/figures
case ${1:-} in
    "" | --cold) cold=${1:-} ;;
    *) echo "tests/bench/figures.sh: unknown argument '$1' (known: --cold)" >&2; exit 2 ;;
esac

seconds_of() {
    local TIMEFORMAT=%R
    { time "$@" >/dev/null 2>"$HERE/complaints"; } 2>&1 || { cat "$HERE/complaints" >&2; exit 1; }
}

# The middle of the numbers on standard input.
median() {
    sort -n | awk '{ n[NR] = $1 } END { print n[int((NR + 1) / 2)] }'
}

# Peak resident memory in KiB, as the kernel counted it for the finished child.
peak_of() {
    python3 - "$@" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PY
}

row() {
    printf '| %-44s | %s |\n' "$1" "$2"
}

rm -rf "$HERE"
mkdir -p "$HERE"
build_time=""
if [ -n "$cold" ]; then
    build_time=$(seconds_of cargo build --locked --release --target-dir "$HERE/cold")
fi
cargo build --locked --profile dist --quiet
binary=target/dist/sealwright

in_folder=() in_memory=()
for run in $(seq "$RUNS"); do
    in_folder+=("$(seconds_of "$binary" rehearse --auto --out "$HERE/out-$run")")
    in_memory+=("$(seconds_of "$binary" rehearse --auto)")
done
packets() {
    sed -n "s/^packets sent + received, $1: //p" "$HERE/packets"
}
cargo test --locked --quiet --test ceremony -- rehearse_packets --nocapture >"$HERE/packets"

row "what" "figure"
row "---" "---"
[ -z "$build_time" ] || row "cold release build, $(nproc) cores" "$build_time s"
row "binary, stripped" "$(stat -c %s "$binary") bytes"
row "rehearse --auto --out, median of $RUNS" "$(printf '%s\n' "${in_folder[@]}" | median) s"
row "rehearse --auto in memory, median of $RUNS" "$(printf '%s\n' "${in_memory[@]}" | median) s"
row "rehearse --auto --out, peak resident memory" "$(peak_of "$binary" rehearse --auto --out "$HERE/peak") KiB"
row "packets of a PIN change, sent + received" "$(packets 'PIN change with its trial')"
row "packets of the whole step, sent + received" "$(packets 'whole step rotate-pin')"
row "ledger entries, setup and drill" "$(wc -l <"$HERE/peak/book/ledger.jsonl")"
rm -rf "$HERE"
