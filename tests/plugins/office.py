"""Drawn facts through the command line, for the oracles: files in, the contract's object out, nothing between them looked at."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from conduct.cli import main
from conduct.facts import FactRows


def assessed(sector: str, rows: FactRows, period: str, as_of: date, readings: Mapping[str, str]) -> dict[str, Any]:
    """``run --format json --trace`` on the rows, its numbers Decimals; the readings go into ``conduct.toml``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config, result = folder / "conduct.toml", folder / "result.json"
        values = [f"{of} = {value if _is_number(value) else json.dumps(value)}" for of, value in readings.items()]
        config.write_text("\n".join([f"[{sector}.readings]", *values]), encoding="utf-8")
        files = []
        for table, of in rows.items():
            path = folder / f"{table}.jsonl"
            path.write_text("".join(json.dumps(row) + "\n" for row in of), encoding="utf-8")
            files += [str(path)] if of else []
        office = ["--lang", "en", "--sector", sector, "--ledger", str(folder / "x.db"), "--config", str(config)]
        run = ["run", "--period", period, "--as-of", as_of.isoformat(), "--format", "json", "--trace", "--output", str(result)]
        for command in (["init"], ["load", *files], run):
            assert main([*office, *command]) == 0, command
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"), parse_float=Decimal)
        return found


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).isdigit()
