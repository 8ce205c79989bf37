"""What an outgoing message hands out: files to fetch, and files that are made when they are asked for.

Only the fields that Streamlit itself fills with an address or an id count: any other text may be somebody's own
words, in which an address that is not theirs may stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from google.protobuf.descriptor import FieldDescriptor  # type: ignore[import-untyped]
from google.protobuf.message import Message  # type: ignore[import-untyped]
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_ADDRESSES = {
    "DownloadButton": ("url",),
    "DeferredFileResponsePayload": ("url",),
    "Image": ("url",),
    "Audio": ("url",),
    "Video": ("url",),
    "SubtitleTrack": ("url",),
    "Favicon": ("url",),
    "Logo": ("image", "icon_image"),
}
_MEDIA = re.compile(r"/media/([0-9a-f]{32})(?:\.\w+)?")
_DEFERRED = re.compile(rb"b [0-9a-f]{32}")
"""Field 12 of a download button, of 32 bytes, as it is written: worth reading the message for, no more."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Ids: `files` lie ready under /media, `deferred` are made on request."""

    files: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()


NOTHING = HandedOut()


def handed_out(raw: bytes) -> HandedOut:
    """What this message of Streamlit's hands out; most hand out nothing, and are not even read."""
    if b"/media/" not in raw and not _DEFERRED.search(raw):
        return NOTHING
    files: list[str] = []
    deferred: list[str] = []
    for message in _parts(ForwardMsg.FromString(raw)):
        name = message.DESCRIPTOR.name
        for field in _ADDRESSES.get(name, ()):
            if found := _MEDIA.fullmatch(getattr(message, field)):
                files.append(found[1])
        if name == "DownloadButton" and message.deferred_file_id:
            deferred.append(message.deferred_file_id)
    return HandedOut(tuple(files), tuple(deferred))


def _parts(message: Message) -> Iterator[Message]:
    """The message and every message in it."""
    yield message
    for field, value in message.ListFields():
        if field.type != FieldDescriptor.TYPE_MESSAGE or field.message_type.GetOptions().map_entry:
            continue
        for part in value if field.is_repeated else (value,):
            yield from _parts(part)
