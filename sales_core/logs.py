"""How a process logs; see db/log_lines.py, where it stands since the migration logs too."""

from db.log_lines import configure_logs

__all__ = ["configure_logs"]
