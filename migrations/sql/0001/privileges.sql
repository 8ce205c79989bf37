GRANT USAGE ON SCHEMA sales, rollup, app TO dashboard_loader, dashboard_backup

GRANT USAGE ON SCHEMA sales, rollup TO dashboard_reader, dashboard_reader_costs, dashboard_refresher

GRANT SELECT ON ALL TABLES IN SCHEMA sales, rollup, app TO dashboard_backup

GRANT SELECT ON ALL TABLES IN SCHEMA sales TO dashboard_refresher, dashboard_reader_costs

GRANT SELECT ON ALL TABLES IN SCHEMA rollup TO dashboard_reader, dashboard_reader_costs

GRANT SELECT ON sales.calendar TO dashboard_reader

GRANT SELECT ON sales.categories TO dashboard_reader

GRANT SELECT ON sales.channels TO dashboard_reader

GRANT SELECT ON sales.currencies TO dashboard_reader

GRANT SELECT ON sales.promotions TO dashboard_reader

GRANT SELECT ON sales.segments TO dashboard_reader

GRANT SELECT ON sales.teams TO dashboard_reader

GRANT SELECT ON sales.territories TO dashboard_reader

GRANT SELECT ON sales.customers TO dashboard_reader

GRANT SELECT ON sales.people TO dashboard_reader

GRANT SELECT ON sales.products TO dashboard_reader

GRANT SELECT ON sales.rates TO dashboard_reader

GRANT SELECT ON sales.orders TO dashboard_reader

GRANT SELECT ON sales.quotas TO dashboard_reader

GRANT SELECT (customer_id, order_id, line_no, business_date, territory_id, channel_id, person_id, status, currency, rate, kind, product_id, promotion_id, quantity, list_price, net_price, order_discount, tax, shipping, duties, import_id, source_line) ON sales.order_lines TO dashboard_reader

GRANT SELECT ON sales.payments TO dashboard_reader

GRANT SELECT (customer_id, order_id, line_no, business_date, territory_id, channel_id, person_id, status, currency, rate, product_id, quantity, net_price, restocked, sale_order_id, sale_line_no, sale_date, import_id, source_line) ON sales.returns TO dashboard_reader

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sales TO dashboard_loader

GRANT USAGE ON ALL SEQUENCES IN SCHEMA sales TO dashboard_loader

DO $$ BEGIN IF current_setting('server_version_num')::integer >= 170000 THEN EXECUTE 'GRANT MAINTAIN ON ALL TABLES IN SCHEMA sales TO dashboard_loader'; END IF; END $$

GRANT SELECT, INSERT ON rollup.marks, rollup.topic_marks TO dashboard_loader

GRANT SELECT, INSERT, UPDATE, DELETE ON rollup.marks, rollup.settled TO dashboard_refresher

GRANT SELECT, INSERT, UPDATE ON app.imports TO dashboard_loader

GRANT SELECT, INSERT ON app.import_rejects TO dashboard_loader

GRANT USAGE ON ALL SEQUENCES IN SCHEMA app TO dashboard_loader

GRANT SELECT, INSERT, UPDATE ON app.settings TO dashboard_loader

GRANT SELECT ON app.imports, app.import_rejects, app.settings TO dashboard_app

GRANT INSERT, UPDATE ON app.settings TO dashboard_app

CREATE FUNCTION app.session_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM pg_notify('session_gone', encode(OLD.id_hash, 'hex'));
    RETURN NULL;
END $$

CREATE TRIGGER session_gone AFTER DELETE ON app.sessions
FOR EACH ROW EXECUTE FUNCTION app.session_gone()

GRANT USAGE ON SCHEMA app TO dashboard_app

GRANT SELECT, INSERT, UPDATE ON app.users TO dashboard_app

GRANT SELECT, INSERT, DELETE ON app.grants TO dashboard_app

GRANT SELECT, INSERT, UPDATE, DELETE ON app.sessions TO dashboard_app

GRANT SELECT, INSERT, DELETE ON app.tickets TO dashboard_app

GRANT SELECT, INSERT, UPDATE, DELETE ON app.attempts TO dashboard_app

GRANT SELECT, INSERT ON app.audit TO dashboard_app
