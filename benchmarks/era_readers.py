"""One reader, one file, one fresh process: time, memory and what was delivered, as JSON on standard output.

Runs in the environment of the reader it measures and imports nothing of this project but that reader.
A reader is a function that imports its library and returns two: `parse(path)`, which returns what the library
gives of a whole file (frames by name, or lists for the plain split), and one that counts what was delivered.

    python benchmarks/era_readers.py READER FILE REPEATS
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path


def cents(values) -> int:
    """The sum in cents of amounts that a library gives as text, float or Decimal; nulls count nothing."""
    return round(sum(float(v) * 100 for v in values if v is not None and v == v and v != ""))


def cutover():
    """Ours: six frames with every column of the contracts."""
    from cutover.reading.era.reader import read_era_file

    def parse(path):
        remittance = read_era_file(path, path.name)
        names = ("payments", "claims", "services", "adjustments", "provider_adjustments", "unread")
        return {name: getattr(remittance, name) for name in names}

    def facts(frames):
        return {
            "claims": len(frames["claims"]),
            "claims_paid_cents": int(frames["claims"]["paid_cents"].sum()),
            "services": len(frames["services"]),
            "triples": len(frames["adjustments"]),
            "pairs": len(frames["provider_adjustments"]),
        }

    return parse, facts


def oxedi_facts(frames):
    """What the five tables of oxedi hold."""
    return {
        "claims": len(frames["claims"]),
        "claims_paid_cents": cents(frames["claims"]["payment_amount"]),
        "services": len(frames["services"]),
        "triples": len(frames["adjustments"]),
        "pairs": len(frames["provider_adjustments"]),
    }


def oxedi_pandas():
    """oxedi as its documentation says: parse_file, then every table to_pandas."""
    import oxedi
    import pandas  # noqa: F401  to_pandas would import it

    return lambda path: oxedi.parse_file(path).tables.to_pandas(), oxedi_facts


def oxedi_arrow():
    """oxedi with its Arrow columns kept as they are inside pandas: no Python object is made for any cell."""
    import oxedi
    import pandas
    import pyarrow

    def parse(path):
        tables = oxedi.parse_file(path).tables
        return {n: pyarrow.table(tables[n]).to_pandas(types_mapper=pandas.ArrowDtype) for n in tables}

    return parse, oxedi_facts


def oxedi_stream():
    """oxedi a transaction at a time, as it advises for large files; batches joined once, then to_pandas."""
    import oxedi
    import pandas  # noqa: F401
    import pyarrow

    def parse(path):
        batches: dict = {}
        for batch in oxedi.stream(path.read_bytes()):
            for name in batch.tables:
                batches.setdefault(name, []).append(pyarrow.table(batch.tables[name]))
        return {name: pyarrow.concat_tables(parts).to_pandas() for name, parts in batches.items()}

    return parse, oxedi_facts


def edi_835_parser():
    """edi-835-parser: its one frame, a row per service line."""
    import edi_835_parser as library

    def facts(frames):
        frame = frames["services"]
        adjustments = [c for c in frame.columns if c.startswith("adj_") and c.endswith("_amount")]
        return {
            "claims": frame["icn"].nunique(),
            "claims_paid_cents": cents(frame["paid_amount"]),
            "services": len(frame),
            "triples": int(frame[adjustments].notna().sum().sum()),
            "pairs": 0,
        }

    return lambda path: {"services": library.parse(str(path)).to_dataframe()}, facts


def openx12():
    """openx12: its dictionaries of claims, services and adjustments as three frames."""
    import pandas
    from openx12 import x835

    nested = ("services", "adjustments", "amounts")

    def flat(row, **keys):
        return {**keys, **{k: v for k, v in row.items() if k not in nested}, **row.get("amounts", {})}

    def parse(path):
        claims, services, adjustments = [], [], []
        for n, claim in enumerate(x835.parse(path.read_text("latin-1")).claims):
            claims.append(flat(claim, claim=n))
            adjustments += [{"claim": n, **a} for a in claim.get("adjustments", ())]
            for service in claim["services"]:
                adjustments += [{"claim": n, "service": len(services), **a} for a in service["adjustments"]]
                services.append(flat(service, claim=n))
        frames = {"claims": claims, "services": services, "adjustments": adjustments}
        return {name: pandas.DataFrame(rows) for name, rows in frames.items()}

    def facts(frames):
        return {
            "claims": len(frames["claims"]),
            "claims_paid_cents": cents(frames["claims"]["claim_payment_amount"]),
            "services": len(frames["services"]),
            "triples": len(frames["adjustments"]),
            "pairs": 0,
        }

    return parse, facts


def _rows_to_frames(segments):
    """Frames of CLP, SVC, CAS and PLB from (id, elements) of each segment: for pyx12, which has none."""
    import pandas

    rows: dict = {name: [] for name in ("CLP", "SVC", "CAS", "PLB")}
    for name, elements in segments:
        if name in ("CAS", "PLB"):
            step, first = (3, 1) if name == "CAS" else (2, 2)
            owner = (len(rows["CLP"]) - 1, elements[0])
            rows[name] += [(*owner, *elements[n : n + 2]) for n in range(first, len(elements), step)]
        elif name in rows:
            rows[name].append((len(rows["CLP"]), *elements))
    return {name: pandas.DataFrame(part) for name, part in rows.items()}


def _pyx12_facts(frames):
    return {
        "claims": len(frames["CLP"]),
        "claims_paid_cents": cents(frames["CLP"][4]),
        "services": len(frames["SVC"]),
        "triples": len(frames["CAS"]),
        "pairs": len(frames["PLB"]),
    }


def _pyx12_elements(segment):
    """The elements of a pyx12 segment as text."""
    return segment.get_seg_id(), [element.format() for element in segment.elements]


def pyx12_segments():
    """pyx12's X12Reader, segments without their loops; the frames are the benchmark's own."""
    import pandas  # noqa: F401
    import pyx12.x12file

    def parse(path):
        with pyx12.x12file.X12Reader(str(path)) as reader:
            return _rows_to_frames(_pyx12_elements(segment) for segment in reader)

    return parse, _pyx12_facts


def pyx12_loops():
    """pyx12's X12ContextReader, each segment in its loop by the map; the frames are the benchmark's own."""
    import pandas  # noqa: F401
    import pyx12.error_handler
    import pyx12.params
    import pyx12.x12context

    def parse(path):
        handler = pyx12.error_handler.errh_null()
        with path.open(encoding="latin-1") as stream:
            reader = pyx12.x12context.X12ContextReader(pyx12.params.ParamsBase(), handler, stream)
            return _rows_to_frames(_pyx12_elements(node.seg_data) for node in reader.iter_segments())

    return parse, _pyx12_facts


def split():
    """Plain bytes.split into lists of lists: no tables, no types, no loops; where a walk in Python starts."""

    def parse(path):
        data = path.read_bytes().replace(b"\n", b"")
        return [segment.split(b"*") for segment in data.split(b"~")]

    def facts(segments):
        return {
            "claims": sum(s[0] == b"CLP" for s in segments),
            "claims_paid_cents": cents(s[4] for s in segments if s[0] == b"CLP"),
            "services": sum(s[0] == b"SVC" for s in segments),
            "triples": sum((len(s) - 2 + 2) // 3 for s in segments if s[0] == b"CAS"),
            "pairs": sum((len(s) - 3) // 2 for s in segments if s[0] == b"PLB"),
        }

    return parse, facts


READERS = {
    reader.__name__: reader
    for reader in (
        cutover,
        oxedi_pandas,
        oxedi_arrow,
        oxedi_stream,
        edi_835_parser,
        openx12,
        pyx12_segments,
        pyx12_loops,
        split,
    )
}


def peak() -> int:
    """The largest resident size of this process so far, in bytes: whole process, input included."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def shape(delivered) -> str:
    """What was delivered, in words."""
    if isinstance(delivered, list):
        return "lists, no tables"
    columns = sum(frame.shape[1] for frame in delivered.values())
    filled = sum(int(frame.notna().any().sum()) for frame in delivered.values())
    return f"{len(delivered)} tables, {columns} columns ({filled} with values)"


def measure(name: str, path: Path, repeats: int) -> None:
    """Cold: import and first parse. Warm: more parses in the same process. Counting is outside the clock.

    Prints a line of JSON after the cold parse and one after the warm ones: a cap on the warm loses nothing.
    """
    started, cpu = time.perf_counter(), time.process_time()
    parse, facts = READERS[name]()
    imported, cpu_imported = time.perf_counter(), time.process_time()
    delivered = parse(path)
    ended, cpu_ended = time.perf_counter(), time.process_time()
    cold = {"cold": ended - started, "first": ended - imported}
    cold |= {"cold_cpu": cpu_ended - cpu, "first_cpu": cpu_ended - cpu_imported, "peak": peak()}
    print(json.dumps({**cold, "delivers": shape(delivered), "facts": facts(delivered)}), flush=True)
    warm, warm_cpu = [], []
    for _ in range(repeats):
        del delivered  # before the clock runs, as the tables of two parses are never held at once
        started, cpu = time.perf_counter(), time.process_time()
        delivered = parse(path)  # noqa: F841
        warm.append(time.perf_counter() - started)
        warm_cpu.append(time.process_time() - cpu)
    print(json.dumps({"warm": min(warm, default=None), "warm_cpu": min(warm_cpu, default=None)}))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
