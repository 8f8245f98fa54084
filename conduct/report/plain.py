"""What results are to whoever reads them without their classes: plain values, as JSON prints them."""

from __future__ import annotations

from typing import Any

Plain = dict[str, Any]
"""An object of JSON: texts, numbers, lists and further objects by their keys. What each holds, the contract says."""
