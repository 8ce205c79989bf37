"""What SQLAlchemy has no words for in `db.schema.access`: the ending trigger and the privileges.

`python -m db.rules privileges` prints CREATE for freezing into a migration; a test executes it, one statement an
execute, to compare what the code declares with a migrated database.
"""

_SESSION_GONE = """
CREATE FUNCTION app.session_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM pg_notify('session_gone', encode(OLD.id_hash, 'hex'));
    RETURN NULL;
END $$
"""

_SESSION_GONE_TRIGGER = """
CREATE TRIGGER session_gone AFTER DELETE ON app.sessions
FOR EACH ROW EXECUTE FUNCTION app.session_gone()
"""

PRIVILEGES = (
    "GRANT USAGE ON SCHEMA app TO dashboard_app",
    "GRANT SELECT, INSERT, UPDATE ON app.users TO dashboard_app",
    "GRANT SELECT, INSERT, DELETE ON app.grants TO dashboard_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON app.sessions TO dashboard_app",
    "GRANT SELECT, INSERT, DELETE ON app.tickets TO dashboard_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON app.attempts TO dashboard_app",
    "GRANT SELECT, INSERT ON app.audit TO dashboard_app",
)

CREATE = (_SESSION_GONE, _SESSION_GONE_TRIGGER, *PRIVILEGES)
