#!/bin/sh
# What a plan for the roads of Waalwijk changes: two runs, their comparison, the sources behind the
# air at an address, and limit values.
#
#   examples/waalwijk/run.sh DATA_DIR OUT_DIR
#
# DATA_DIR holds data/ and facts/ (see the README); OUT_DIR receives everything that is made. The
# variable PLUIM names the program where it is not called pluim.
set -eu

if [ $# -ne 2 ]; then
    echo "usage: $0 DATA_DIR OUT_DIR" >&2
    exit 2
fi
PLUIM_DATA=$(cd "$1" && pwd)
export PLUIM_DATA
mkdir -p "$2"
out=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
pluim=${PLUIM:-pluim}
cd "$here"

echo "== the roads as they are"
"$pluim" run reference.toml --out "$out/reference"
echo "== the roads of the plan, and nothing else changed"
"$pluim" run proposed.toml --out "$out/proposed"
echo "== what the plan changes"
"$pluim" compare "$out/reference" "$out/proposed" --strict --areas areas.csv --top 3 \
    --out "$out/change"
echo "== which roads cause it"
"$pluim" contribution "$out/proposed" --areas areas.csv --out "$out/contribution"
echo "== the ten roads that matter most at one address"
"$pluim" contribution "$out/proposed" --at 133037,411672 --top 10
echo "== limits, and the contribution of the plan"
"$pluim" assess "$out/proposed" --reference "$out/reference" --lang en --out "$out/assessment"
echo "== a measure on top of it: slower motorways; unchanged roads are not computed again"
"$pluim" run reference.toml --variant slower --base "$out/reference" --out "$out/slower"
"$pluim" compare "$out/reference" "$out/slower" --strict --top 3 --out "$out/change-slower"
echo "== the plan as a page to look at, with its difference"
"$pluim" report "$out/proposed" --against "$out/reference" --lang en --out "$out/report.html"
