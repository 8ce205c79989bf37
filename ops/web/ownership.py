"""Who may touch what Streamlit hands out: its sessions (with their uploads) and its media files.

Streamlit itself knows no owner: who has an id may use it. So the gate notes, from the messages that go out, for
whom each id was made, and refuses everyone else. An owner is the key of a sign-in session, or the mark of a
browser that has not signed in.
"""

import re
from collections import OrderedDict

_MOST_SESSIONS = 20_000
_MOST_FILES = 50_000
_MEDIA = re.compile(rb"/media/([0-9a-f]{32})")


class Ownership:
    """Bounded: what was not used for longest is forgotten first, and what is unknown is nobody's."""

    def __init__(self, *, most_sessions: int = _MOST_SESSIONS, most_files: int = _MOST_FILES) -> None:
        self._most_sessions = most_sessions
        self._most_files = most_files
        self._sessions: OrderedDict[str, bytes] = OrderedDict()
        self._files: OrderedDict[str, set[bytes]] = OrderedDict()

    def note_session(self, streamlit_session: str, owner: bytes) -> None:
        """A Streamlit session was made for this owner."""
        self._sessions[streamlit_session] = owner
        self._sessions.move_to_end(streamlit_session)
        if len(self._sessions) > self._most_sessions:
            self._sessions.popitem(last=False)

    def owns_session(self, streamlit_session: str, owner: bytes) -> bool:
        """Whether the Streamlit session was made for this owner."""
        if self._sessions.get(streamlit_session) != owner:
            return False
        self._sessions.move_to_end(streamlit_session)
        return True

    def note_files(self, message: bytes, owner: bytes) -> None:
        """Every media file that an outgoing message names may be fetched by this owner."""
        if b"/media/" not in message:
            return
        for found in _MEDIA.findall(message):
            file = found.decode()
            self._files.setdefault(file, set()).add(owner)
            self._files.move_to_end(file)
            if len(self._files) > self._most_files:
                self._files.popitem(last=False)

    def may_fetch(self, path: str, owner: bytes) -> bool:
        """Whether this owner was sent the media file that stands in the path `/media/ID.EXTENSION`."""
        file = path.removeprefix("/media/").partition(".")[0]
        if not owner or owner not in self._files.get(file, ()):
            return False
        self._files.move_to_end(file)
        return True
