"""Laws of accounts, grants and passwords, on a real database."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from db import sessions as session_rows
from sales_core import audit, passwords, sessions
from sales_core.access import access
from sales_core.accounts import book
from sales_core.accounts.check import Checked, Locked, check_password, choose_password
from sales_core.accounts.directory import find, listing, territory_ids, viewer_named
from sales_core.audit import COMMAND_LINE, Event
from sales_core.errors import AccountError, UnknownName
from sales_core.viewer import EVERYTHING, NOTHING, Permission, Role, Scope

OPERATOR = COMMAND_LINE
GOOD = "correct horse battery"


def owner_sql(url: str, sql: str) -> None:
    """What an operator or the passing of time would do, by the superuser."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(sql))
    engine.dispose()


def come_in(engine: Engine, name: str, password: str) -> Checked:
    who = check_password(engine, name, password, address="192.0.2.7")
    assert who is not None
    return who


def events(engine: Engine) -> list[Event]:
    return [entry.event for entry in reversed(audit.newest(engine))]


def test_a_new_account_comes_in_by_its_one_time_password_and_must_change_it(engine: Engine) -> None:
    password = book.add(engine, " Ann ", Role.MANAGER, EVERYTHING, actor=OPERATOR)
    who = come_in(engine, "ANN", password)
    assert (who.sign_in_name, who.display_name, who.must_change_password) == ("ann", "Ann", True)
    choose_password(engine, who, GOOD)
    assert not come_in(engine, "ann", GOOD).must_change_password
    assert check_password(engine, "ann", password, address="192.0.2.7") is None
    assert events(engine) == [Event.ACCOUNT_ADDED, Event.PASSWORD_CHANGED, Event.SIGN_IN_FAILED]


def test_a_name_belongs_to_one_account(engine: Engine) -> None:
    book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR)
    with pytest.raises(AccountError, match="there is an account 'ann' already"):
        book.add(engine, "Ann", Role.ADMIN, EVERYTHING, actor=OPERATOR)
    assert [(account.sign_in_name, account.role) for account in listing(engine)] == [("ann", Role.VIEWER)]


def test_a_missing_account_is_named_with_its_nearest_neighbour(engine: Engine) -> None:
    book.add(engine, "annabel", Role.VIEWER, NOTHING, actor=OPERATOR)
    with pytest.raises(AccountError, match="no account 'anabel'; did you mean 'annabel'"):
        find(engine, "anabel")


def test_an_empty_grant_sees_nothing_and_everything_is_explicit(engine: Engine, owner_url: str) -> None:
    owner_sql(
        owner_url,
        "INSERT INTO sales.territories (territory_id, name, region)"
        " VALUES (901, 'Outer Isles', 'N'), (902, 'Fens', 'E')",
    )
    book.add(engine, "ann", Role.ADMIN, NOTHING, actor=OPERATOR)
    assert viewer_named(engine, "ann").scope == NOTHING
    book.grant(engine, "ann", Scope(territories=territory_ids(engine, ["Fens", "Outer Isles"])), actor=OPERATOR)
    assert viewer_named(engine, "ann").scope.setting == "901,902"
    book.grant(engine, "ann", EVERYTHING, actor=OPERATOR)
    assert viewer_named(engine, "ann").scope.setting == "everything"
    book.grant(engine, "ann", NOTHING, actor=OPERATOR)
    assert viewer_named(engine, "ann").scope == NOTHING
    with pytest.raises(UnknownName, match="unknown territory 'Fenz'; did you mean 'Fens'"):
        territory_ids(engine, ["Fenz"])


@pytest.mark.parametrize(
    ("role", "costs"), [(Role.VIEWER, False), (Role.ANALYST, False), (Role.MANAGER, True), (Role.ADMIN, True)]
)
def test_costs_are_for_manager_and_admin_only(engine: Engine, role: Role, costs: bool) -> None:
    book.add(engine, "ann", role, EVERYTHING, actor=OPERATOR)
    assert viewer_named(engine, "ann").can(Permission.VIEW_COSTS) is costs


def test_the_fifth_wrong_password_locks_the_name_and_the_right_one_does_not_open_it(engine: Engine) -> None:
    password = book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR)
    for _ in range(5):
        assert check_password(engine, "ann", "wrong", address="192.0.2.7") is None
    with pytest.raises(Locked, match="wait a minute") as refused:
        check_password(engine, "ann", password, address="192.0.2.7")
    assert 55 <= refused.value.seconds <= 60
    assert [str(Locked(seconds))[19:] for seconds in (1, 60, 61, 900)] == [
        "Please wait a minute, then try again.",
        "Please wait a minute, then try again.",
        "Please wait 2 minutes, then try again.",
        "Please wait 15 minutes, then try again.",
    ]
    assert events(engine)[1:] == [Event.SIGN_IN_FAILED] * 5 + [Event.LOCKED]
    fresh = book.reset(engine, "ann", actor=OPERATOR)
    assert come_in(engine, "ann", fresh).must_change_password


def test_each_lock_is_twice_as_long_up_to_a_quarter_of_an_hour(engine: Engine, owner_url: str) -> None:
    book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR)
    waits = []
    for _ in range(10):
        assert check_password(engine, "ann", "wrong", address="192.0.2.7") is None
        with access(engine) as connection:
            wait = connection.execute(text("SELECT locked_until - now() FROM app.attempts")).scalar_one()
        waits.append(wait and round(wait / timedelta(minutes=1)))
        owner_sql(owner_url, "UPDATE app.attempts SET locked_until = now() - interval '1 second'")
    assert waits == [None, None, None, None, 1, 2, 4, 8, 15, 15]


def test_a_name_without_an_account_locks_alike_and_is_not_written_down(engine: Engine) -> None:
    for _ in range(5):
        assert check_password(engine, "my-password-typed-as-name", "wrong", address="192.0.2.7") is None
    with pytest.raises(Locked):
        check_password(engine, "my-password-typed-as-name", "wrong", address="192.0.2.7")
    entries = audit.newest(engine)
    assert [entry.event for entry in entries] == [Event.LOCKED] + [Event.SIGN_IN_FAILED] * 5
    assert "my-password" not in repr(entries)


def test_the_right_password_forgets_the_wrong_ones(engine: Engine) -> None:
    password = book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR)
    for _ in range(2):
        for _ in range(4):
            assert check_password(engine, "ann", "wrong", address="192.0.2.7") is None
        come_in(engine, "ann", password)


def test_a_disabled_account_does_not_come_in_and_its_sessions_are_dead(engine: Engine) -> None:
    password = book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR)
    opened = open_session(engine, come_in(engine, "ann", password))
    assert sessions.viewer_of(engine, opened) is not None
    book.disable(engine, "ann", actor=OPERATOR)
    assert sessions.viewer_of(engine, opened) is None
    assert check_password(engine, "ann", password, address="192.0.2.7") is None
    with pytest.raises(AccountError, match="is disabled"):
        viewer_named(engine, "ann")
    book.enable(engine, "ann", actor=OPERATOR)
    assert sessions.viewer_of(engine, opened) is None
    come_in(engine, "ann", password)


def test_new_grants_and_roles_end_sessions_and_tickets_made_under_the_old(engine: Engine) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    opened = open_session(engine, who)
    ticket = sessions.issue_ticket(engine, who.user_id, "/", "browser")
    book.grant(engine, "ann", EVERYTHING, actor=OPERATOR)
    assert sessions.viewer_of(engine, opened) is None
    assert enter(engine, ticket, "browser") is None
    opened = open_session(engine, who)
    book.change_role(engine, "ann", Role.ANALYST, actor=OPERATOR)
    assert sessions.viewer_of(engine, opened) is None


def test_a_chosen_password_ends_every_other_session(engine: Engine) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    here, elsewhere = open_session(engine, who), open_session(engine, who)
    choose_password(engine, who, GOOD, keep_session=sessions.key_of(here))
    assert sessions.viewer_of(engine, here) is not None
    assert sessions.viewer_of(engine, elsewhere) is None


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("short", "at least 12 characters"),
        ("x" * 1025, "at most 1024"),
        ("aaaaaaaaaaaaaaaa", "five different"),
        (" correct horse battery", "begins and ends"),
        ("annabel-annabel-1", "the name it belongs to"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_in_words(password: str, rule: str) -> None:
    with pytest.raises(AccountError, match=rule):
        passwords.check_rule(password, "annabel")


def test_the_whole_of_a_long_password_counts() -> None:
    stored = passwords.hashed("a" * 100 + "b")
    assert passwords.matches("a" * 100 + "b", stored)
    assert not passwords.matches("a" * 100 + "c", stored)
    assert not passwords.matches("a" * 72, stored)
    assert not passwords.matches("a" * 100 + "b", None)


def test_a_name_without_an_account_costs_as_much_time() -> None:
    stored = passwords.hashed(GOOD)
    known, unknown = (min(_seconds(against) for _ in range(3)) for against in (stored, None))
    assert 0.5 < unknown / known < 2


def _seconds(stored: str | None) -> float:
    began = time.perf_counter()
    passwords.matches("wrong", stored)
    return time.perf_counter() - began


def test_who_proved_an_old_password_can_not_choose_after_a_reset(engine: Engine) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    fresh = book.reset(engine, "ann", actor=OPERATOR)
    with pytest.raises(AccountError, match="changed elsewhere meanwhile"):
        choose_password(engine, who, GOOD)
    assert come_in(engine, "ann", fresh).must_change_password


def test_the_old_password_is_not_a_new_one(engine: Engine) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    choose_password(engine, who, GOOD)
    with pytest.raises(AccountError, match="is the old one"):
        choose_password(engine, come_in(engine, "ann", GOOD), GOOD)


def test_a_ticket_opens_one_session_for_the_browser_that_began(engine: Engine) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    ticket = sessions.issue_ticket(engine, who.user_id, "/about?x=1", "browser")
    assert enter(engine, ticket, "another browser") is None
    opened = enter(engine, ticket, "browser")
    assert opened is not None
    assert opened.next_path == "/about?x=1"
    assert enter(engine, ticket, "browser") is None
    assert events(engine)[1:] == [Event.TICKET_REFUSED, Event.SIGNED_IN]


def test_a_ticket_is_too_old_after_thirty_seconds(engine: Engine, owner_url: str) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    ticket = sessions.issue_ticket(engine, who.user_id, "/", "browser")
    owner_sql(owner_url, "UPDATE app.tickets SET expires_at = expires_at - interval '30 seconds'")
    assert enter(engine, ticket, "browser") is None


def test_nothing_that_is_stored_opens_a_session(engine: Engine) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    opened = open_session(engine, who)
    with access(engine) as connection:
        stored = connection.execute(text("SELECT id_hash FROM app.sessions")).scalar_one()
    assert opened.encode() not in stored
    assert sessions.viewer_of(engine, stored.hex()) is None
    assert sessions.viewer_of(engine, opened) is not None


def test_a_session_is_dead_when_its_time_is_over(engine: Engine, owner_url: str) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    opened = open_session(engine, who)
    owner_sql(owner_url, "UPDATE app.sessions SET expires_at = now() - interval '1 second'")
    assert sessions.viewer_of(engine, opened) is None


@pytest.mark.parametrize("sql", ["UPDATE app.audit SET actor = 'x'", "DELETE FROM app.audit", "TRUNCATE app.audit"])
def test_the_audit_can_only_be_added_to(engine: Engine, sql: str) -> None:
    book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR)
    with pytest.raises(ProgrammingError, match="permission denied"), access(engine) as connection:
        connection.execute(text(sql))
    assert events(engine) == [Event.ACCOUNT_ADDED]


def enter(engine: Engine, ticket: str, browser: str) -> sessions.Opened | None:
    return sessions.enter(engine, ticket, browser, old_session=None, agent="a browser", address="192.0.2.7")


def open_session(engine: Engine, who: Checked) -> str:
    """A session the way a browser gets one: by a ticket."""
    opened = enter(engine, sessions.issue_ticket(engine, who.user_id, "/", "browser"), "browser")
    assert opened is not None
    return opened.session_id


@pytest.mark.parametrize(("age", "left"), [("2 days", "08:00:00"), ("6 days 20 hours", "04:00:00")])
def test_a_used_session_lives_eight_hours_on_but_seven_days_in_all(
    engine: Engine, owner_url: str, age: str, left: str
) -> None:
    who = come_in(engine, "ann", book.add(engine, "ann", Role.VIEWER, NOTHING, actor=OPERATOR))
    key = sessions.key_of(open_session(engine, who))
    aged = f"created_at = now() - interval '{age}', seen_at = now() - interval '2 minutes'"
    owner_sql(owner_url, f"UPDATE app.sessions SET {aged}, expires_at = now() + interval '1 minute'")
    with access(engine) as connection:
        assert connection.execute(session_rows.live(key)).one().stale
        connection.execute(session_rows.touch(key))
        assert not connection.execute(session_rows.live(key)).one().stale
        seconds = connection.execute(text("SELECT round(extract(epoch FROM expires_at - now())) FROM app.sessions"))
        assert str(timedelta(seconds=int(seconds.scalar_one()))).zfill(8) == left


def test_a_name_with_control_characters_is_an_unknown_name_like_any_other(engine: Engine) -> None:
    for name in ("an\0n", "\0", "an\x1bn"):
        assert check_password(engine, name, GOOD, address="192.0.2.7") is None
        with pytest.raises(AccountError, match="a name has no control characters"):
            book.add(engine, name, Role.VIEWER, NOTHING, actor=OPERATOR)
    assert events(engine) == [Event.SIGN_IN_FAILED] * 3
