#!/usr/bin/env bash
# Measures one share sheet as PDF beside `typst compile` of an equal page (same text, typefaces, modules, pattern), in one
# run. Typst comes from its Python package, in process: its start counts for nothing, its fonts are loaded beforehand.
#
#   tests/bench/page.sh
#
# Writes below target/ only. Exit code: 0 measured, 1 something did not run.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1
readonly TYPST=target/bench/typst
python=${SEALWRIGHT_PYTHON:-tests/.venv/bin/python}

[ -d "$TYPST" ] || "$python" -m pip install --quiet --no-deps --only-binary :all: --target "$TYPST" typst==0.15.2
cargo bench --quiet --profile dist --bench page >target/bench/ours
PYTHONPATH=$TYPST "$python" - >target/bench/theirs <<'PY'
import time, typst
for run in range(10):
    # A new compiler and another seed each time, so that nothing is remembered.
    compiler = typst.Compiler(root="tests/bench", font_paths=["src/sheet/fonts"], ignore_system_fonts=True)
    began = time.perf_counter()
    compiler.compile("tests/bench/page.typ", format="pdf", sys_inputs={"seed": str(run + 1)})
    print(f"{(time.perf_counter() - began) * 1000:.3f}")
PY
middle() { sort -n "$1" | awk '{ n[NR] = $1 } END { print n[int((NR + 1) / 2)] }'; }
ours=$(middle target/bench/ours) theirs=$(middle target/bench/theirs)
printf '| one share sheet as PDF, median | %s ms |\n| typst compile of an equal page | %s ms |\n' "$ours" "$theirs"
printf '| cold, ours and theirs | %s ms, %s ms |\n' "$(head -1 target/bench/ours)" "$(head -1 target/bench/theirs)"
awk -v a="$ours" -v b="$theirs" 'BEGIN { printf "| ratio | %.3fx |\n", a / b }'
