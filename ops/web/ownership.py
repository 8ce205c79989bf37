"""Who may touch what Streamlit hands out: its sessions (with their uploads) and its media files.

Streamlit itself knows no owner: who has an id may use it. So the gate notes, from the messages that go out, for
whom each id was made, and refuses everyone else. An owner is the key of a sign-in session, or the mark of a
browser that has not signed in.
"""

from collections import OrderedDict

from ops.web.handed_out import HandedOut

_MOST_SESSIONS = 20_000
_MOST_FILES = 50_000
_MOST_DEFERRED = 100_000


class Ownership:
    """Bounded: what was not used for longest is forgotten first, and what is unknown is nobody's."""

    def __init__(
        self,
        *,
        most_sessions: int = _MOST_SESSIONS,
        most_files: int = _MOST_FILES,
        most_deferred: int = _MOST_DEFERRED,
    ) -> None:
        self._most_sessions = most_sessions
        self._most_files = most_files
        self._sessions: OrderedDict[str, bytes] = OrderedDict()
        self._files: OrderedDict[str, set[bytes]] = OrderedDict()
        self._most_deferred = most_deferred
        self._deferred: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

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

    def note(self, handed: HandedOut, streamlit_session: str | None, owner: bytes) -> None:
        """What this owner was sent may be fetched by this owner, and made for that one Streamlit session of theirs."""
        for file in handed.files:
            self._files.setdefault(file, set()).add(owner)
            self._files.move_to_end(file)
            if len(self._files) > self._most_files:
                self._files.popitem(last=False)
        for file in handed.deferred if streamlit_session else ():
            self._deferred[file] = (streamlit_session or "", owner)
            if len(self._deferred) > self._most_deferred:
                self._deferred.popitem(last=False)

    def may_ask_for(self, deferred: str, streamlit_session: str | None, owner: bytes) -> bool:
        """Whether the file that is made on request was offered to this owner, in this Streamlit session.

        Whoever signs in again is another owner: an offer ends with the session it was made in.
        """
        if not owner or not streamlit_session or self._deferred.get(deferred) != (streamlit_session, owner):
            return False
        self._deferred.move_to_end(deferred)
        return True

    def may_fetch(self, path: str, owner: bytes) -> bool:
        """Whether this owner was sent the media file that stands in the path `/media/ID.EXTENSION`."""
        file = path.removeprefix("/media/").partition(".")[0]
        if not owner or owner not in self._files.get(file, ()):
            return False
        self._files.move_to_end(file)
        return True
