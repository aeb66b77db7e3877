#!/bin/sh
# The roads of Amsterdam beside the measurements of 2018: docs/validation/amsterdam-2018.md.
#
#   examples/amsterdam/validate.sh DATA_DIR OUT_DIR
#
# DATA_DIR is the folder that PLUIM_DATA names elsewhere. PLUIM names the program, if it is not
# `pluim`.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 DATA_DIR OUT_DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
PLUIM_DATA=$(cd "$1" && pwd)
export PLUIM_DATA
out=$2
pluim=${PLUIM:-pluim}
measured=$PLUIM_DATA/data/luchtmeetnet

# The stations of Amsterdam that measure the background of the city, and those around it in the
# country, which the roads of the city hardly reach.
city=NL49003,NL49014,NL49019,NL49021,NL49022
country=NL10444,NL10538,NL10633
# Stations within the map whose sources are not in the run: a motorway, industry, the airport.
elsewhere=NL49007,NL49546,NL49561,NL49565,NL49704

"$pluim" run "$here/validation-2018.toml" --out "$out/run"
echo "== NO2 above the background of the city"
"$pluim" validate "$measured/2018_NO2.csv.gz" "$out/run" --background $city \
    --ozone "$measured/2018_O3.csv.gz" --out "$out/no2-city"
echo "== NO2 above the background of the city, in streets alone"
"$pluim" validate "$measured/2018_NO2.csv.gz" "$out/run" --background $city \
    --ozone "$measured/2018_O3.csv.gz" --leave-out $elsewhere --out "$out/no2-streets"
echo "== NO2 above the background of the country"
"$pluim" validate "$measured/2018_NO2.csv.gz" "$out/run" --background $country \
    --ozone "$measured/2018_O3.csv.gz" --out "$out/no2-country"
echo "== PM10 above the background of the city"
"$pluim" validate "$measured/2018_PM10.csv.gz" "$out/run" --background NL49014,NL49016 \
    --out "$out/pm10-city"
