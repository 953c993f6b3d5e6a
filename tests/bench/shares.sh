#!/usr/bin/env bash
# Splits a password of 40 characters into 3 of 5 shares and combines 3, in one run: ours, python-shamir-mnemonic, and
# what compares only in part: blahaj (no words, no checks, no rounds) and ssss (a process each time, no checks). Prints a
# Markdown table.
#
#   tests/bench/shares.sh
#
# PBKDF2's rounds (10,000 of HMAC-SHA256 for each encryption and decryption, SLIP-39's least) bound it: ours does them
# twice in a split, because it combines what it split before it returns. So the work without the rounds stands beside it.
#
# Writes below target/ only. Exit code: 0 measured, 1 something did not run.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly PASSWORD=bcdefghjknprstuvxDEFGHLNRT234578bcdefghj SSSS_RUNS=41
python=${SEALWRIGHT_PYTHON:-tests/.venv/bin/python}

cargo build --locked --profile dist --quiet --example share_bench
ours=$(target/dist/examples/share_bench)
theirs=$("$python" tests/bench/shares.py)

# The middle of the microseconds that a command took.
middle_of() {
    "$python" - "$SSSS_RUNS" "$1" "${@:2}" <<'PY'
import statistics, subprocess, sys, time
took = []
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    subprocess.run(sys.argv[3:], input=sys.argv[2], text=True, check=True, capture_output=True)
    took.append((time.perf_counter() - start) * 1e6)
print(f"{statistics.median(took):.1f}")
PY
}

of() {
    sed -n "s/^$1: //p" <<<"$2"
}

row() {
    printf '| %-24s | %9s | %9s | %7s | %7s | %7s |\n' "$@"
}

compared() {
    local a b
    a=$(of "$1" "$ours") b=$(of "python $1" "$theirs")
    row "$1" "$a" "$b" "$(awk "BEGIN { printf \"%.3f\", $a / $b }")" "$2" "$3"
}

shares=$(ssss-split -t 3 -n 5 -Q <<<"$PASSWORD" 2>/dev/null | head -n 3)
row "microseconds" "ours" "python" "ratio" "blahaj" "ssss"
row "---" "---" "---" "---" "---" "---"
compared "split" "" "$(middle_of "$PASSWORD" ssss-split -t 3 -n 5 -Q)"
compared "combine" "" "$(middle_of "$shares" ssss-combine -t 3 -Q)"
compared "split without rounds" "$(of "blahaj split" "$ours")" ""
compared "combine without rounds" "$(of "blahaj combine" "$ours")" ""
echo
echo "PBKDF2's 10,000 rounds alone, by OpenSSL: $(of "the rounds alone, by OpenSSL" "$theirs")"
