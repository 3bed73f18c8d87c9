"""When a démarche takes applications."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """From `opens_at` to just before `closes_at`; without one, that side has no bound."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether an application can be filed at `now`."""
        return not self.is_to_come(now) and (self.closes_at is None or now < self.closes_at)

    def is_to_come(self, now: datetime) -> bool:
        """Tell whether it opens later than `now`."""
        return self.opens_at is not None and now < self.opens_at

    @property
    def is_backwards(self) -> bool:
        """Tell whether it would close before it opens."""
        return bool(self.opens_at and self.closes_at and self.opens_at >= self.closes_at)
