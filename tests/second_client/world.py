"""What every module shares: the folder, the dice, the facts, the planted oddities."""

import json
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

CLIENT = "pelican-claims"
AS_OF = date(2026, 8, 31)
FIRST_MONTH = (2025, 5)
WORDS = tomllib.loads(Path(__file__).with_name("facts.toml").read_text(encoding="utf-8"))


@dataclass
class World:
    """One run of the generator: root is a data/raw folder."""

    root: Path
    rng: Random = field(default_factory=lambda: Random(20260831))
    facts: list = field(default_factory=list)
    oddities: list = field(default_factory=list)

    def path(self, *parts):
        """Return a path below the client's folder and make its parents."""
        target = self.root.joinpath(CLIENT, *parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def odd(self, file, what):
        """Note an oddity: which file, what is strange in it."""
        self.oddities.append((str(file), what))

    def fact(self, id, notebook, practice, question, expected, see, arithmetic):
        """Note a fact that a consultant would check."""
        if any(f["id"] == id for f in self.facts):
            raise ValueError(f"fact {id} stated twice")
        self.facts.append(
            {
                "id": id,
                "notebook": notebook,
                "practice": practice,
                "question": question,
                "expected": expected,
                "see": see,
                "arithmetic": arithmetic,
            }
        )

    def state(self, practice, id, expected, arithmetic, words=None, **fill):
        """Note a fact whose words stand in facts.toml, under its id or under words; fill goes into the question."""
        told = WORDS[words or id]
        question = told["question"].format(**fill) if fill else told["question"]
        self.fact(id, told["notebook"], practice, question, expected, told["see"], arithmetic)

    def write_facts(self):
        """Write facts.json beside the client's folder."""
        text = json.dumps(
            {"client": CLIENT, "as_of": AS_OF.isoformat(), "facts": self.facts}, indent=1, ensure_ascii=False
        )
        (self.root / "facts.json").write_text(text + "\n", encoding="utf-8")

    def write_oddities(self):
        """Write mistakes.md: every oddity by its file."""
        rows = [f"- `{file}`: {what}" for file, what in sorted(self.oddities)]
        text = "# What is odd in these files\n\nWritten by the generator. Files lie below the client's folder.\n\n"
        (self.root / "mistakes.md").write_text(text + "\n".join(rows) + "\n", encoding="utf-8")


def usd(cents):
    """Return whole cents as dollars with two decimals: -1250 is -12.50."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def usd_comma(cents):
    """Return whole cents as people print them: 123450 is $1,234.50, below zero in parentheses."""
    body = f"${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
    return f"({body})" if cents < 0 else body


def months():
    """Return the months of the client's history as (year, month), first to last."""
    year, month = FIRST_MONTH
    found = []
    while (year, month) <= (AS_OF.year, AS_OF.month):
        found.append((year, month))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def month_of(day):
    """Return a day's month as text: 2026-08."""
    return day.strftime("%Y-%m")


def business_day(day):
    """Return the day itself, or the Monday after a weekend."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def us(day):
    """Return a day as 08/31/2026."""
    return day.strftime("%m/%d/%Y")


def us_short(day):
    """Return a day as 8/31/26."""
    return f"{day.month}/{day.day}/{day:%y}"


def compact(day):
    """Return a day as 20260831."""
    return day.strftime("%Y%m%d")
