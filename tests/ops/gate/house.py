"""A site of two processes with the probe behind the real gate, and what its frames hold."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.ops.people import Person, cookies_of
from tests.ops.streamlit_client import Tab
from tests.ops.web_process import Site


@dataclass(frozen=True, slots=True)
class House:
    """Two processes on one database, and two people."""

    first: Site
    second: Site
    owner_url: str
    engine: Engine
    ann: Person
    bob: Person
    presses: Path

    def sql(self, statement: str) -> None:
        """What time or an operator would do."""
        engine = create_engine(self.owner_url)
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def cookies(self, person: Person, next_path: str = "/") -> Mapping[str, str]:
        """A fresh session of the person."""
        return cookies_of(self.first, self.engine, person, next_path)


def everything_in(heard: list[ForwardMsg]) -> bytes:
    return b"".join(message.SerializeToString() for message in heard)


def file_in(heard: list[ForwardMsg]) -> str:
    found = re.search(rb"/media/[0-9a-f]{32}\.csv", everything_in(heard))
    assert found is not None
    return found.group().decode()


def open_page(opened: Tab) -> list[ForwardMsg]:
    opened.ask()
    return opened.listen()


def await_status(site: Site, cookies: Mapping[str, str], status: int, *, seconds: float = 1.0) -> None:
    """The end of a session is heard of in every process within a moment."""
    end = time.monotonic() + seconds
    while (got := site.get("/probe", cookies).status) != status:
        assert time.monotonic() < end, f"still {got} after {seconds} s"
        time.sleep(0.02)


def offer_in(heard: list[ForwardMsg]) -> str:
    """The id of the file that is made when it is asked for."""
    buttons = [m.delta.new_element.download_button for m in heard if m.WhichOneof("type") == "delta"]
    (found,) = [str(button.deferred_file_id) for button in buttons if button.deferred_file_id]
    return found


def taken_up(opened: Tab, offer: str, streamlit_session: str) -> str:
    """Where the offered file was put; nothing when it was refused, which takes an answer too."""
    message = BackMsg()
    asked = message.backend_operation_request
    asked.request_id, asked.session_id, asked.deferred_file.file_id = "one", streamlit_session, offer
    opened.say(message)
    answer = opened.listen(until="backend_operation_response")[-1].backend_operation_response
    assert answer.request_id == "one"
    assert bool(answer.deferred_file.url) is not bool(answer.error_msg)
    return str(answer.deferred_file.url)
