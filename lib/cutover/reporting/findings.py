"""`findings.json`: what a report found, for machines and index pages, without any patient data."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cutover.errors import InputError
from cutover.result import Figure, Finding, Result, Severity, State, as_shown
from cutover.signals import rules

SCHEMA = 1
STATES = {State.BLOCKED: "Blocked", State.ATTENTION: "Attention needed", State.OK: "In order"}
_ORDER = list(Severity)


def state(result: Result) -> State:
    """Return how a report answers its question; without a sign of its own the worst finding decides.

    A blocker then blocks, and a high or medium one asks for attention.
    """
    if result.signal is not None:
        return result.signal.state
    worst = {finding.severity for finding in result.findings}
    if Severity.BLOCKER in worst:
        return State.BLOCKED
    return State.ATTENTION if worst & {Severity.HIGH, Severity.MEDIUM} else State.OK


def about(result: Result) -> str:
    """Return what a sign that is in order is about, in a sentence of its rules; empty for any other sign."""
    if result.signal is None or result.signal.state is not State.OK:
        return ""
    return rules()[result.signal.of].sentence(State.OK)


def tally(result: Result) -> dict[str, int]:
    """Return how many findings there are of each severity that occurs, in falling severity."""
    counted = Counter(finding.severity for finding in result.findings)
    return {severity.value: counted[severity] for severity in _ORDER if counted[severity]}


def in_order(counted: dict[str, int]) -> dict[str, int]:
    """Return a tally as `findings.json` has it in falling severity."""
    return {severity.value: counted[severity.value] for severity in _ORDER if severity.value in counted}


@dataclass(frozen=True)
class Facts:
    """One report as `findings.json` holds it.

    Keys: schema, client, practice (slugs), subject, notebook, audience, as_of, period, title, verdict,
    state, signal (the code of its rules), tally, figures (label, value, note; column where it has one), findings (code,
    severity, title, meaning, count, amount_cents, action, owner, due, evidence: keys), limits, sources (title, where,
    as_of); a batch run adds
    run, the digest that its page carries too, and withheld, how many texts the gate took out. Absent values are
    null. No column of any table is in it.
    """

    result: Result
    subject: str
    as_of: dt.date
    period: str
    notebook: str
    audience: str
    client: str | None
    practice: str | None

    def write(self, path: Path) -> None:
        """Write the file; equal facts give equal bytes."""
        path.write_text(as_text(self.as_json()), "utf-8", newline="\n")

    def as_json(self) -> dict:
        """Return the facts as JSON knows them."""
        result = self.result
        return {
            "schema": SCHEMA,
            "client": self.client,
            "practice": self.practice,
            "subject": self.subject,
            "notebook": self.notebook,
            "audience": self.audience,
            "as_of": self.as_of.isoformat(),
            "period": self.period,
            "title": result.title,
            "verdict": result.verdict,
            "state": state(result).value,
            "signal": result.signal.of if result.signal else None,
            "tally": tally(result),
            "figures": [_figure(figure) for figure in result.figures],
            "findings": [_as_json(finding) for finding in as_shown(result.findings)],
            "limits": list(result.limits),
            "sources": [{"title": s.title, "where": s.where, "as_of": _iso(s.as_of)} for s in result.sources],
        }


def as_text(said: dict) -> str:
    """Return what a `findings.json` says as its text."""
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(path: Path) -> dict:
    """Return what a `findings.json` says; raises InputError where it is none of this schema."""
    try:
        said = json.loads(path.read_text("utf-8"))
        if said["schema"] == SCHEMA:
            return said
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(path.name, "not the findings of a report", "Run the report again.")


def _figure(figure: Figure) -> dict:
    said = {"label": figure.label, "value": figure.value, "note": figure.note}
    return said | ({"column": figure.column} if figure.column else {})


def _as_json(finding: Finding) -> dict:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "title": finding.title,
        "meaning": finding.meaning,
        "count": int(finding.count),
        "amount_cents": None if finding.amount_cents is None else int(finding.amount_cents),
        "action": finding.action,
        "owner": finding.owner,
        "due": _iso(finding.due),
        "evidence": [str(key) for key in finding.evidence.frame["key"]],
    }


def _iso(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()
