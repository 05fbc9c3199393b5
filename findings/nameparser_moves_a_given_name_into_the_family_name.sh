#!/usr/bin/env bash
# nameparser 2: words after the comma become part of the family name, and a middle initial V or I a suffix.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > read.py <<'PY'
"""Print what one version of nameparser makes of a patient list written family name first."""
from importlib.metadata import version

from nameparser import HumanName

print("nameparser", version("nameparser"))
for text in ["Tran, Anh Le", "Jones, De Andre", "Smith, John V", "John V Smith", "Smith, John B"]:
    name = HumanName(text)
    print(f"{text}: family {name.last}; given {name.first or None}; middle {name.middle or None}; suffix {name.suffix or None}")
PY
for version in 1.1.3 2.6.0; do
  python3 -m venv "venv-$version"
  "venv-$version/bin/python" -m pip install -qq --no-compile "nameparser==$version"
  "venv-$version/bin/python" read.py | tee "$version.txt"
done
echo "Version 2 takes Le and De behind the comma into the family name, so De Andre Jones has no given name and Anh Le Tran leaves the"
echo "family Tran; the initial V is a suffix behind the comma and a middle name without it, so one John V Smith becomes two."
diff 1.1.3.txt - <<'END'
nameparser 1.1.3
Tran, Anh Le: family Tran; given Anh; middle Le; suffix None
Jones, De Andre: family Jones; given De; middle Andre; suffix None
Smith, John V: family Smith; given John; middle V; suffix None
John V Smith: family Smith; given John; middle V; suffix None
Smith, John B: family Smith; given John; middle B; suffix None
END
diff 2.6.0.txt - <<'END'
nameparser 2.6.0
Tran, Anh Le: family Le Tran; given Anh; middle None; suffix None
Jones, De Andre: family Jones De Andre; given None; middle None; suffix None
Smith, John V: family Smith; given John; middle None; suffix V
John V Smith: family Smith; given John; middle V; suffix None
Smith, John B: family Smith; given John; middle B; suffix None
END
