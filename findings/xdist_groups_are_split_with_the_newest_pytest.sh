#!/usr/bin/env bash
# pytest-xdist promises that tests of one `xdist_group` run in one worker; with this year's pytest they do not, without a word.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > write.py <<'PY'
"""Two files of tests that all bear the same group; each test writes down its worker."""
for letter in "ab":
    with open(f"test_{letter}.py", "w") as file:
        file.write(
            "import os, time, pytest\n"
            '@pytest.mark.xdist_group("one")\n'
            '@pytest.mark.parametrize("number", range(4))\n'
            f"def test_{letter}(number):\n"
            "    time.sleep(0.3)\n"
            '    with open("workers.txt", "a") as file:\n'
            '        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")\n'
        )
PY
python3 write.py
said=""
for version in 8.4.2 9.2.0; do
  python3 -m venv "venv-$version"
  "venv-$version/bin/python" -m pip install -qq --no-compile "pytest==$version" pytest-xdist==3.8.0
  rm -f workers.txt
  "venv-$version/bin/python" -m pytest -q -n 2 --dist loadgroup -p no:cacheprovider > output.txt
  passed="$(grep -o '^[0-9]* passed' output.txt)"
  workers="$(sort -u workers.txt | wc -l | tr -d ' ')"
  echo "pytest $version, pytest-xdist 3.8.0, --dist loadgroup: $passed, all of one group, in $workers worker(s)"
  said="$said$version:$workers "
done
echo "With pytest 9.2.0 the group is ignored: what must not run side by side does, and every test is still reported as passed."
[ "$said" = "8.4.2:1 9.2.0:2 " ]
