"""How well each column fits each field: by the words of its header and by the shape of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from cutover.reading.files.days import is_day_first
from cutover.reading.files.in_cents import are_unread
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.alternatives import STRANGE, by_sides, without_empty
from cutover.reading.mapping.header_words import (
    Reading,
    are_opposed,
    is_of_a_person,
    readings,
    speaks_of_others,
    vocabulary,
    words_of,
)
from cutover.reading.mapping.meanings import Meaning, initials, meanings, wanted_words
from cutover.reading.mapping.sign_remarks import is_reversed
from cutover.reading.mapping.targets import Field, Group, Target
from cutover.shares import percent

SHARED = 0.70  # the most for a header that means two fields
LIKE = 0.75  # from this likeness on a header counts at all
ALIKE = 0.84  # from this likeness on it is used where every value has the field's telling shape
BY_LIKENESS = 0.82  # the score of such a one
BY_VALUES = 0.45  # values alone: a proposal, never an answer
EMPTY = 0.87  # a header that means the field over no value: nothing speaks against it, nothing can be mapped wrongly
_AGREES, _CONTRADICTS = 0.5, 0.25  # share of values of the field's shape
_ALL = 0.995
ALL_NPIS = 0.9  # a column of nothing but valid NPIs: one number in ten has a right check digit by chance
_NPIS = 2  # values that such a column has at least
_GUESSED = {"": 0.0, "shortened": 0.02, "misspelled": 0.04}
_RANKS = 30  # from this alias on one is as good as the next
_MOST_RANKS = 3  # primary, secondary, tertiary


@dataclass(frozen=True)
class Fit:
    """One column held against one field: score 0..1 and the evidence in words, values masked.

    `is_exact` where the header's words mean the field; `name_score` is the score of the header alone, `agreement`
    the share of values of the field's shape (null: cannot be told).
    """

    key: str
    column: str
    place: int
    score: float
    evidence: str
    is_exact: bool = False
    name_score: float = 0.0
    agreement: float | None = None
    alias: str = ""


def fits(columns: Sequence[str], samples: dict[str, list[str]], target: Target) -> list[Fit]:
    """Return every fit worth naming, `samples` being some values of each column.

    A header that means two fields is at most `SHARED` for either of them; `settled` may lift one of them.
    """
    found: list[Fit] = []
    is_of_a_bank = any(field.key == "drawn" for field in target.fields)
    for place, column in enumerate(columns):
        if are_unread(column, samples[column]) or (is_of_a_bank and is_reversed(column)):
            continue
        told = _of_column(place, column, samples[column], target)
        told = [fit for fit in told if not are_opposed(column, fit.alias)]
        found += _npis(place, column, samples[column], target, told) or told
    named = _without_row_ids(_whole_names(found, samples, target), target)
    return _without_counted_rows(named, samples, target)


def _whole_names(found: list[Fit], samples: dict[str, list[str]], target: Target) -> list[Fit]:
    """The fits with a part of a name made the whole where nearly all values are whole names: proposed, not used."""
    whole = {column for column, values in samples.items() if value_shapes.are_whole_names(values)}
    out = [_whole_name(fit, target) if fit.column in whole else fit for fit in found]
    out = [_in_one(fit, samples[fit.column], target) for fit in out]
    best: dict[tuple[str, str], Fit] = {}
    for fit in sorted(out, key=lambda fit: -fit.score):
        best.setdefault((fit.key, fit.column), fit)
    return [fit for fit in out if best[fit.key, fit.column] is fit]


def _whole_name(fit: Fit, target: Target) -> Fit:
    key = target.whole_of(fit.key)
    if not key:
        return fit
    said = f"{fit.evidence}; but nearly all values are last and first name in one"
    return replace(fit, key=key, score=min(fit.score, SHARED), evidence=said, is_exact=False)


def _in_one(fit: Fit, values: list[str], target: Target) -> Fit:
    """The fit with a part made the whole where the cells hold several things: `Aetna W123456789`, a whole address."""
    key = target.whole_of(fit.key)
    field = target.field(key) if key else None
    if field is None or not value_shapes.are_in_one(values, field.shape):
        return fit
    agreement = value_shapes.share(values, field.shape)
    score = _by_agreement(fit.name_score, values, agreement) if fit.is_exact else min(fit.score, SHARED)
    said = f"header means `{fit.alias}`" + _evidence(field, values, agreement)
    return replace(fit, key=field.key, score=score, evidence=said, agreement=agreement)


def _may_be(field: Field, values: list[str]) -> bool:
    """Whether values speak for a field of several things in one cell: its headers are those of its parts as well."""
    return field.shape not in value_shapes.IN_ONE or value_shapes.are_in_one(values, field.shape)


def _of_column(place: int, column: str, values: list[str], target: Target) -> list[Fit]:
    wanted = wanted_words(target.fields, target.groups)
    for reading in readings(column, wanted):
        meant = [one for one in meanings(reading.words, target) if _may_be(one.field, values)]
        exact = [_exact(place, column, values, meaning, reading) for meaning in meant]
        exact = [fit for fit in exact if not reading.how or fit.score >= _guess_bar(reading)]
        if exact:
            return _shared(exact, target)
    if composed := _composed(place, column, values, target):
        return _shared(composed, target)
    short = _by_initials(place, column, values, target)
    return (
        short
        or _shared(_alike(place, column, values, target), target)
        or _by_values(place, column, values, target)
    )


def _composed(place: int, column: str, values: list[str], target: Target) -> list[Fit]:
    """The fits of a header whose sides mean one thing, or that means one without the words that add nothing."""
    meant, reading = by_sides(column, target)
    if not meant:
        meant, reading = without_empty(column, target), Reading(())
    found = [
        _exact(place, column, values, one, replace(reading, how=""))
        for one in meant
        if _may_be(one.field, values)
    ]
    if reading.how:
        found = [_doubted(fit, reading.how) for fit in found]
    return [fit for fit in found if fit.score >= SHARED or not values]


def _doubted(fit: Fit, how: str) -> Fit:
    """The fit of a header one side of which says nothing: used where the values say it too."""
    if how == STRANGE and (fit.agreement or 0.0) >= _ALL:
        return fit
    return replace(fit, score=min(fit.score, SHARED), is_exact=False)


def _npis(place: int, column: str, values: list[str], target: Target, found: list[Fit]) -> list[Fit]:
    """The fits with an NPI of a column of nothing but valid NPIs whose header tells of no NPI: `Provider`.

    Whose NPI it is the header says with the word behind it; a table with one NPI has no other.
    """
    wanted = [one for one in target.fields if one.shape == "npi"]
    told = {fit.key for fit in found if fit.score >= SHARED} & {one.key for one in wanted}
    if not wanted or told or len(values) < _NPIS or value_shapes.share(values, "npi") != 1.0:
        return []
    words = tuple(words_of(f"{column} NPI").split())
    named = {meaning.field.key for meaning in meanings(words, target)}
    keys = [one.key for one in wanted if one.key in named or len(wanted) == 1]
    if len(keys) != 1:
        return []
    # a header that means nothing here may be about somebody else's NPI: a referring doctor's
    score = ALL_NPIS if found or keys[0] in named else SHARED
    said = f"every value is a valid NPI, such as {value_shapes.examples(values)}"
    return [Fit(keys[0], column, place, score, said, True, score, 1.0)]


def _guess_bar(reading: Reading) -> float:
    """The score that a guessed reading needs to count; a contradiction of the values ends it."""
    return 0.7 if reading.how else 0.0


def _exact(place: int, column: str, values: list[str], meaning: Meaning, reading: Reading) -> Fit:
    field = meaning.field
    agreement = value_shapes.share(values, field.shape)
    name = 1.0 - 0.003 * min(meaning.rank, _RANKS) - 0.01 * meaning.left_out - _GUESSED[reading.how]
    said = f"header means `{meaning.alias}`" + (f", {reading.how}" if reading.how else "")
    score = _by_agreement(name, values, agreement)
    if reading.how == "misspelled" and (agreement is None or agreement < _ALL) and values:
        score = min(score, 0.75)
    if meaning.is_perhaps:
        score, said = min(score, SHARED), said + ", of one who may be meant"
    return Fit(
        field.key, column, place, score, said + _evidence(field, values, agreement), True, name, agreement,
        meaning.alias,
    )  # fmt: skip


def _by_agreement(header: float, values: list[str], agreement: float | None) -> float:
    """The score of a header that means the field, by what the values say of it."""
    if not values:
        return EMPTY * header
    if agreement is None:
        return 0.92 * header
    if agreement >= _AGREES:
        return header * (0.85 + 0.15 * agreement)
    return 0.65 if agreement >= _CONTRADICTS else 0.4


def _shared(found: list[Fit], target: Target) -> list[Fit]:
    rivals = found if found and found[0].is_exact else [fit for fit in found if fit.score >= BY_LIKENESS]
    if len(rivals) < 2:
        return found
    told = _told_by_values(rivals, target)
    if told is not None:
        return [told]
    labels = [target.field(fit.key).label for fit in found]
    said = "; it may mean " + " or ".join(dict.fromkeys(labels))
    return [replace(f, score=min(f.score, SHARED), evidence=f.evidence + said) for f in found]


def _told_by_values(rivals: list[Fit], target: Target) -> Fit | None:
    """The only field whose rare shape every value has, where the values contradict all others."""
    telling = [
        fit
        for fit in rivals
        if target.field(fit.key).shape in {*value_shapes.TELLING, "full name"}
        and (fit.agreement or 0) >= _ALL
    ]
    others = [fit for fit in rivals if fit not in telling]
    against = all(fit.agreement is not None and fit.agreement < _CONTRADICTS for fit in others)
    return telling[0] if len(telling) == 1 and others and against else _day_or_money(rivals, target)


def _day_or_money(rivals: list[Fit], target: Target) -> Fit | None:
    """The one of a day and an amount that every value is, where none is the other: `Billed` may be either.

    So of words and an amount: `Charge` names what is charged, or how much; and of words and a day: `Term` is the last
    day of a rate, or a term of payment.
    """
    shapes = {target.field(fit.key).shape for fit in rivals}
    if shapes in ({"text", "money"}, {"text", "date"}) and len(rivals) == 2:
        return _words_or_other(rivals, target)
    if shapes == {"identifier", "date"} and len(rivals) == 2:
        return _number_or_day(rivals, target)
    if shapes == {"identifier", "count"} and len(rivals) == 2:
        return _number_or_count(rivals, target)
    if shapes == {"payer id", "payer name"} and len(rivals) == 2:
        return _name_or_number(rivals, target)
    if shapes != {"date", "money"}:
        return None
    fitting = [fit for fit in rivals if (fit.agreement or 0) >= _ALL]
    against = [fit for fit in rivals if fit.agreement is not None and fit.agreement < _CONTRADICTS]
    return fitting[0] if len(fitting) == 1 and len(against) == len(rivals) - 1 else None


def _number_or_day(rivals: list[Fit], target: Target) -> Fit | None:
    """A number or a day by the values: a `Visit` of nothing but days is a day, one without any a number."""
    day, number = sorted(rivals, key=lambda fit: target.field(fit.key).shape)
    if day.agreement is None or number.agreement is None:
        return None
    return day if day.agreement >= _ALL else number if day.agreement < _CONTRADICTS else None


def _number_or_count(rivals: list[Fit], target: Target) -> Fit | None:
    """A number where no value is a count: `Patient #` over `K-204` is the patient's and not how many there are."""
    count, number = sorted(rivals, key=lambda fit: target.field(fit.key).shape)
    is_sure = count.agreement == 0.0 and (number.agreement or 0.0) >= _ALL
    return number if is_sure else None


def _words_or_other(rivals: list[Fit], target: Target) -> Fit | None:
    other, words = sorted(rivals, key=lambda fit: target.field(fit.key).shape == "text")
    if other.agreement is None:
        return None
    return other if other.agreement >= _ALL else words if other.agreement < _CONTRADICTS else None


def _name_or_number(rivals: list[Fit], target: Target) -> Fit | None:
    """A payer by the only one of its name and its number whose shape all values have: `Payer Code` may be either."""
    number, name = sorted(rivals, key=lambda fit: target.field(fit.key).shape)
    if number.agreement is None or name.agreement is None:
        return None
    if number.agreement >= _ALL and name.agreement < _AGREES:
        return number
    return name if name.agreement >= _ALL and number.agreement < _CONTRADICTS else None


def _by_initials(place: int, column: str, values: list[str], target: Target) -> list[Fit]:
    """The first letters of a field's name over values that have its shape and no other field's initials."""
    letters = words_of(column)
    fields = initials(target.fields).get(letters, []) if letters.isalpha() and 2 <= len(letters) <= 4 else []
    found = []
    for field, alias in fields:
        agreement = value_shapes.share(values, field.shape)
        telling = field.shape in value_shapes.STRONG
        if telling and agreement is not None and agreement >= _ALL:
            said = f"header is the first letters of `{alias}`" + _evidence(field, values, agreement)
            found.append(Fit(field.key, column, place, 0.85, said, False, 0.85, agreement, alias))
    return found if len(found) == 1 else []


def _alike(place: int, column: str, values: list[str], target: Target) -> list[Fit]:
    words = words_of(column)
    groups = {group.name: group for group in target.groups}
    named = frozenset().union(*(g.words for g in target.groups if not g.is_optional))
    wanted = wanted_words(target.fields, target.groups)
    strange = [w for w in words.split() if w not in wanted and not w.isdigit() and w in vocabulary()]
    if strange or not words or (" " not in words and speaks_of_others(words)):
        return []  # it speaks of something else: a bare `Day` is no misspelled birthday
    found = []
    for field in target.fields:
        group = groups[field.group]
        if named.intersection(words.split()) - group.words:
            continue  # it speaks of another group
        fit = _alike_to(place, column, words, values, field, target)
        found += [fit] if fit else []
    return found


def _alike_to(
    place: int, column: str, words: str, values: list[str], field: Field, target: Target
) -> Fit | None:
    group = next(one for one in target.groups if one.name == field.group)
    likeness, alias = _likeness(words, field, group)
    agreement = value_shapes.share(values, field.shape, is_named=False)
    if likeness < LIKE or (agreement is not None and agreement < _CONTRADICTS):
        return None
    if field.shape == "identifier" and _is_of_money(words, field, target):
        return None
    if field.shape == "money" and is_of_a_person(words) and not is_of_a_person(alias):
        return None
    telling = field.shape in value_shapes.STRONG and agreement is not None and agreement >= _ALL
    score = BY_LIKENESS if telling and likeness >= ALIKE else 0.35 + 0.35 * likeness
    said = f"header is like `{alias}` ({percent(likeness, 0)})" + _evidence(field, values, agreement)
    return Fit(field.key, column, place, score, said, False, score, agreement, alias)


def _is_of_money(words: str, field: Field, target: Target) -> bool:
    """Whether a word of a header is one of amounts and none of this number: `Paid Pt` is no `Patient ID`."""
    of_money = {word for one in target.fields if one.shape == "money" for text in one.aliases
                for word in words_of(text).split()}  # fmt: skip
    own = {word for text in field.aliases for word in words_of(text).split()}
    return bool(set(words.split()) & of_money - own)


def _by_values(place: int, column: str, values: list[str], target: Target) -> list[Fit]:
    """What only the values say: a proposal; but a rank that is written out means nothing else."""
    found = []
    for field in target.fields:
        if field.shape == "priority" and value_shapes.are_ranks(values):
            said = "its values are primary, secondary and so on"
            return [Fit(field.key, column, place, 0.85, said, name_score=0.85, agreement=1.0)]
        telling = field.shape in value_shapes.TELLING and field.required and not field.group
        agreement = value_shapes.share(values, field.shape, is_named=False) if telling else None
        if agreement is not None and agreement >= 0.9:
            said = "only its values" + _evidence(field, values, agreement)
            found.append(Fit(field.key, column, place, BY_VALUES, said, agreement=agreement))
    if set(words_of(column).split()) & vocabulary() - wanted_words(target.fields, target.groups):
        return []
    return found


def _likeness(words: str, field: Field, group: Group) -> tuple[float, str]:
    """The likeness of a header to the field's best alias, and that alias."""
    own = [word for word in words.split() if word in group.words]
    if not own and not group.is_optional:
        return 0.0, ""
    cores = {words, " ".join(word for word in words.split() if word not in group.words)} - {""}
    aliases = [words_of(alias) for alias in field.aliases]
    best = [process.extractOne(core, aliases, scorer=fuzz.token_sort_ratio) for core in cores]
    alias, score, _ = max((b for b in best if b), key=lambda b: b[1], default=("", 0.0, 0))
    return min(score / 100, 0.999), alias


def _without_row_ids(found: list[Fit], target: Target) -> list[Fit]:
    """Without headers that number the rows, where another column means the same field by a better name."""
    by_name = {words_of(text) for text in target.row_ids}
    rows = [fit for fit in found if words_of(fit.column) in by_name]
    better = {fit.key for fit in found if fit.is_exact and words_of(fit.column) not in by_name}
    gone = {id(fit) for fit in rows if fit.key in better}
    return [fit for fit in found if id(fit) not in gone]


def _without_counted_rows(found: list[Fit], samples: Mapping[str, list[str]], target: Target) -> list[Fit]:
    """Without ranks of coverages that count the rows of a table of people: 1, 2, 3, 4 down the column.

    So few rows as a patient has ranks may be those of one patient.
    """
    shape = {fit.key: target.field(fit.key).shape for fit in found}
    names = {fit.column for fit in found if fit.is_exact and shape[fit.key] in ("person name", "full name")}
    counts = {
        column
        for column, values in samples.items()
        if len(values) > _MOST_RANKS and values == [str(number) for number in range(1, len(values) + 1)]
    }
    return [fit for fit in found if not (names and shape[fit.key] == "priority" and fit.column in counts)]


def _evidence(field: Field, values: list[str], agreement: float | None) -> str:
    if not values:
        return "; the column is empty"
    seen = f"such as {value_shapes.examples(values)}"
    if field.shape in value_shapes.DATES and is_day_first(values):
        seen += ", the day before the month"
    if agreement is None:
        return f"; values {seen}"
    return f"; {percent(agreement, 0)} of the values look like a {field.shape}, {seen}"
