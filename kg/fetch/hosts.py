"""When a host may be asked again: its pace, what its headers say is left, its wish for a pause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_PAUSE = 300.0
"""Seconds; who wishes for more gets no further try."""

_STRUCTURED = re.compile(r"\br=(\d+).*?\bt=(\d+)")


@dataclass(slots=True)
class Hosts:
    """The moments (seconds of a monotonic clock) before which hosts are left alone."""

    _free: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def wait(self, host: str, now: float) -> float:
        """Return the seconds to wait before a host is asked."""
        return max(0.0, self._free[host] - now)

    def leave_alone(self, host: str, until: float) -> None:
        """Ask a host no earlier than that."""
        self._free[host] = max(self._free[host], until)


def pause_wished(headers: Mapping[str, str], today: datetime | None = None) -> float | None:
    """Return the seconds of Retry-After (RFC 9110, section 10.2.3: seconds or a date), or None."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (today or datetime.now(UTC))).total_seconds())


def pause_needed(headers: Mapping[str, str]) -> float:
    """Return the seconds until a host's limit is renewed, 0 while something of it is left.

    Reads RateLimit as the IETF's draft has it (r=left, t=seconds) and the older X-RateLimit pair.
    """
    found = _STRUCTURED.search(headers.get("ratelimit", ""))
    if found:
        return float(found[2]) if found[1] == "0" else 0.0
    left = headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining", ""))
    renewed = headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", ""))
    if left.strip() != "0" or not renewed.strip().isdecimal():
        return 0.0
    seconds = float(renewed)
    return seconds if seconds <= LONGEST_PAUSE else 0.0  # some write a moment, not seconds
