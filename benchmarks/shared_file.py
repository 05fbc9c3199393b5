"""How long a shared file of 20 MB takes to open in Chromium, beside the same pages unlocked; and 10,000 changed files.

Run `python -m benchmarks.shared_file [--mutants N]`. Every mutant must end in a sentence or show the very same content;
one in ten has its digest made right again, as somebody would who knows the form and not the passphrase.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import random
import shutil
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from cutover.sharing import envelope, page, passphrases
from playwright.sync_api import sync_playwright

WORDS = "zone vendor spiffy chive trespass tingling"
RULES = passphrases.rules(date(2026, 11, 27))
FLAGS = ["--no-sandbox", "--disable-gpu"]


def content(size: int) -> bytes:
    """Pages of `size` bytes that do not compress."""
    body = base64.b64encode(random.Random(1).randbytes(size * 3 // 4)).decode()
    one = {
        "stem": "03_audit",
        "title": "Audit",
        "state": "ok",
        "word": "In order",
        "verdict": "Whole.",
        "as_of": "",
    }
    said = {"practice": "Practice", "as_of": "2026-07-31", "to": "A", "made": "2026-11-27"}
    return json.dumps(said | {"pages": [one | {"body": f"<h1>Audit</h1><!--{body}-->"}]}).encode()


def seconds_to_open(browser, folder: Path, size: int) -> tuple[float, float, int]:
    """Seconds from the key press to the first page, seconds to load the file, and its size in bytes."""
    path = folder / "shared.html"
    path.write_text(page.written(envelope.sealed(content(size), WORDS, RULES), RULES), "utf-8")
    seen = browser.new_page()
    started = time.perf_counter()
    seen.goto(path.as_uri())
    loaded = time.perf_counter()
    seen.fill("#passphrase", WORDS)
    pressed = time.perf_counter()
    seen.press("#passphrase", "Enter")
    seen.wait_for_selector("#report h1")
    took = time.perf_counter() - pressed
    seen.close()
    return took, loaded - started, path.stat().st_size


def attacked(browser, folder: Path, count: int) -> dict[str, int]:
    """How many changed files ended how; an ending other than a sentence or the same content is `WRONG`."""
    quick = replace(RULES, iterations=1)
    true = {"practice": "P", "pages": [{"body": "<p>The answer.</p>"}]}
    texts = [envelope.sealed(json.dumps(one).encode(), WORDS, quick) for one in (true, {"practice": "old"})]
    path = folder / "attacked.html"
    path.write_text(page.written(texts[0], RULES), "utf-8")
    seen, chance, ended = browser.new_page(bypass_csp=True), random.Random(3), {}
    seen.goto(path.as_uri())
    ask = """async ([text, words]) => {
      try { return JSON.stringify(await opened(text, words)) }
      catch (error) { return error instanceof Sealed ? "said: " + error.message : "raised " + error }
    }"""
    for number in range(count):
        said = seen.evaluate(ask, [mutant(texts, chance, mended=number % 10 == 0), WORDS])
        is_same = not said.startswith(("said", "raised")) and json.loads(said) == true
        how = "the same content" if is_same else said if said.startswith("said") else f"WRONG {said[:60]}"
        ended[how] = ended.get(how, 0) + 1
    seen.close()
    return ended


def mutant(texts: list[str], chance: random.Random, mended: bool) -> str:
    """A file with one changed byte, a part of the older one, or cut; `mended` with its digest made right again."""
    parts = texts[0].split(".")
    header, within = base64.b64decode(parts[0]), base64.b64decode(parts[1])
    if not mended:
        whole = bytearray(texts[0].encode())
        whole[chance.randrange(len(whole))] = chance.choice(b"ABCxyz019+/.= \n")
        return whole.decode() if chance.random() < 0.9 else texts[0][: chance.randrange(len(whole))]
    kind = chance.randrange(3)
    if kind == 0:
        header = base64.b64decode(texts[1].split(".")[0])
    elif kind == 1:
        within = base64.b64decode(texts[1].split(".")[1])
    else:
        changed = bytearray(header + within)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        header, within = bytes(changed[: len(header)]), bytes(changed[len(header) :])
    digest = hashlib.sha256(header + b"." + within).hexdigest()
    return ".".join([base64.b64encode(header).decode(), base64.b64encode(within).decode(), digest])


def main() -> None:
    """Print both results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutants", type=int, default=10_000)
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        took, loaded, size = seconds_to_open(browser, Path(name), 20_000_000)
        print(f"{size / 1e6:.1f} MB: {loaded:.2f} s to load, {took:.2f} s from Enter to the first page")
        for how, times in sorted(attacked(browser, Path(name), args.mutants).items()):
            print(f"{times:7,}  {how}")
        browser.close()


if __name__ == "__main__":
    main()
