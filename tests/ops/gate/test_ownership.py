"""Nobody takes what was made for another: sessions, files, uploads."""

from tests.ops.gate.house import House, file_in, open_page
from tests.ops.streamlit_client import session_of, tab


def test_a_streamlit_session_is_continued_by_its_owner_alone(house: House) -> None:
    anns, bobs = house.cookies(house.ann), house.cookies(house.bob)
    with tab(house.first, anns) as ann:
        of_ann = session_of(open_page(ann))
    for cookies in (bobs, None, house.cookies(house.ann)):
        with tab(house.first, cookies, continues=of_ann) as foreign:
            heard = open_page(foreign)
            assert session_of(heard) != of_ann
    with tab(house.first, anns, continues=of_ann) as again:
        assert session_of(open_page(again)) == of_ann


def test_a_file_is_fetched_by_its_owner_alone(house: House) -> None:
    anns = house.cookies(house.ann)
    with tab(house.first, anns) as ann:
        path = file_in(open_page(ann))
        mine = house.first.get(path, anns)
        assert (mine.status, mine.text, mine.headers["cache-control"]) == (200, "figures of ann", "private, no-store")
        assert house.first.get(path, house.cookies(house.bob)).status == 404
        assert house.first.get(path).status == 401


def test_an_upload_reaches_its_own_session_alone(house: House) -> None:
    anns, bobs = house.cookies(house.ann), house.cookies(house.bob)
    with tab(house.first, anns) as ann:
        of_ann = session_of(open_page(ann))
        path = f"/_stcore/upload_file/{of_ann}/a-file"
        headers = {"origin": house.first.origin}
        assert house.first.request("PUT", path, bobs, headers, b"x").status == 404
        assert house.first.request("DELETE", path, bobs, headers).status == 404
        # Streamlit itself asks its owner for the token of its form now.
        assert house.first.request("PUT", path, anns, headers, b"x").status == 403
