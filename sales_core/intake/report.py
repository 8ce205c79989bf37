"""What an import did, to be shown and kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that was not taken in. `line` counts the file's lines, the header is 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of data lines: read = loaded + repeated + rejected."""

    import_id: int
    """The import that holds the file's lines: an earlier one when `known` is true."""
    preset: str
    file_name: str
    sha256: str
    known: bool
    """Whether this very file was taken in before, so that nothing was done."""
    read: int
    loaded: int
    repeated: int
    rejected: int
    by_kind: tuple[tuple[str, int], ...]
    """Loaded lines by kind, in the order of the preset's rules."""
    first_rejects: tuple[Reject, ...]
    """A few; all of them stand in app.import_rejects."""
    ignored_columns: tuple[str, ...]
    unconverted: int
    """Loaded lines of days without a rate to the company's currency."""
    seconds: float
    unmatched: int = 0
    """Returned lines that name a sale which isn't here; they are in no sale cohort."""
    notices: tuple[str, ...] = ()
    """What else is to be known of the import, a sentence each: how the file was read, what was left out."""

    @property
    def rows_a_second(self) -> float:
        """Lines read, by the time from the file's first byte to the commit."""
        return self.read / self.seconds

    def __str__(self) -> str:
        return "\n".join((self._title(), *self._counts(), *self._notes()))

    def _title(self) -> str:
        if self.known:
            return f"{self.file_name} was taken in before, as import {self.import_id}; nothing was done"
        return f"{self.file_name} was taken in as import {self.import_id}"

    def _counts(self) -> list[str]:
        kinds = ", ".join(f"{kind.replace('_', ' ')} {lines:,}" for kind, lines in self.by_kind)
        return [
            f"  read      {self.read:>12,}",
            f"  loaded    {self.loaded:>12,}" + (f"   {kinds}" if kinds else ""),
            f"  repeated  {self.repeated:>12,}",
            f"  rejected  {self.rejected:>12,}",
            f"  {self.seconds:.1f} s, {self.rows_a_second:,.0f} rows a second",
        ]

    def _notes(self) -> list[str]:
        notes = [f"  columns not read: {', '.join(self.ignored_columns)}"] if self.ignored_columns else []
        if self.unconverted:
            notes.append(f"  {self.unconverted:,} lines are unconverted: there is no rate for their days")
        if self.unmatched:
            notes.append(f"  {self.unmatched:,} returned lines name a sale that is not here")
        notes += [f"  {notice}" for notice in self.notices]
        notes += [f"  line {reject.line}: {reject.reason}" for reject in self.first_rejects]
        if self.rejected > len(self.first_rejects):
            notes.append(f"  … all {self.rejected:,} in app.import_rejects where import_id = {self.import_id}")
        return notes
