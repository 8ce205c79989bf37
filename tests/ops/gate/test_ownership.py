"""Nobody takes what was made for another: sessions, files, uploads."""

from urllib.parse import quote

from tests.ops.gate.house import House, everything_in, file_in, offer_in, open_page, taken_up
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


def test_who_may_not_bring_in_files_uploads_none(house: House) -> None:
    bobs = house.cookies(house.bob)
    with tab(house.first, bobs) as bob:
        path = f"/_stcore/upload_file/{session_of(open_page(bob))}/a-file"
        answer = house.first.request("PUT", path, bobs, {"origin": house.first.origin}, b"x")
        assert (answer.status, answer.text) == (404, "there is nothing here")


def test_a_file_made_on_request_is_made_for_whom_it_was_offered_alone(house: House) -> None:
    anns = house.cookies(house.ann)
    with tab(house.first, anns) as ann, tab(house.first, house.cookies(house.bob)) as bob:
        heard, of_bob = open_page(ann), session_of(open_page(bob))
        offer, of_ann = offer_in(heard), session_of(heard)
        for named in (of_bob, of_ann):
            assert taken_up(bob, offer, named) == ""
        path = taken_up(ann, offer, of_ann)
        assert house.first.get(path, anns).text == f"made for {house.ann.name}"


def test_an_offer_ends_with_the_session_it_was_made_in(house: House) -> None:
    with tab(house.first, house.cookies(house.ann)) as before, tab(house.first, house.cookies(house.ann)) as after:
        offer = offer_in(open_page(before))
        assert taken_up(after, offer, session_of(open_page(after))) == ""


def test_an_offer_holds_in_its_own_tab_alone(house: House) -> None:
    anns = house.cookies(house.ann)
    with tab(house.first, anns) as one, tab(house.first, anns) as other:
        offer = offer_in(open_page(one))
        assert taken_up(other, offer, session_of(open_page(other))) == ""


def test_nobody_comes_to_own_a_file_by_having_its_address_echoed(house: House) -> None:
    bobs = house.cookies(house.bob)
    with tab(house.first, house.cookies(house.ann)) as ann:
        path = file_in(open_page(ann))
        with tab(house.first, bobs) as bob:
            bob.ask(query=f"said={quote(path, safe='')}&link={quote(path, safe='')}")
            heard = bob.listen()
        assert everything_in(heard).count(path.encode()) >= 2
        assert house.first.get(path, bobs).status == 404
