ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY

ALTER TABLE sales.orders FORCE ROW LEVEL SECURITY

CREATE POLICY viewer_scope ON sales.orders FOR SELECT TO dashboard_reader, dashboard_reader_costs USING ((SELECT pg_catalog.current_setting('dashboard.scope', true) = 'everything') OR territory_id = ANY ((SELECT CASE WHEN pg_catalog.current_setting('dashboard.scope', true) ~ '^[0-9]+(,[0-9]+)*$' THEN pg_catalog.string_to_array(pg_catalog.current_setting('dashboard.scope', true), ',')::integer[] ELSE '{}'::integer[] END)::integer[]))

ALTER TABLE sales.order_lines ENABLE ROW LEVEL SECURITY

ALTER TABLE sales.order_lines FORCE ROW LEVEL SECURITY

CREATE POLICY viewer_scope ON sales.order_lines FOR SELECT TO dashboard_reader, dashboard_reader_costs USING ((SELECT pg_catalog.current_setting('dashboard.scope', true) = 'everything') OR territory_id = ANY ((SELECT CASE WHEN pg_catalog.current_setting('dashboard.scope', true) ~ '^[0-9]+(,[0-9]+)*$' THEN pg_catalog.string_to_array(pg_catalog.current_setting('dashboard.scope', true), ',')::integer[] ELSE '{}'::integer[] END)::integer[]))

ALTER TABLE sales.returns ENABLE ROW LEVEL SECURITY

ALTER TABLE sales.returns FORCE ROW LEVEL SECURITY

CREATE POLICY viewer_scope ON sales.returns FOR SELECT TO dashboard_reader, dashboard_reader_costs USING ((SELECT pg_catalog.current_setting('dashboard.scope', true) = 'everything') OR territory_id = ANY ((SELECT CASE WHEN pg_catalog.current_setting('dashboard.scope', true) ~ '^[0-9]+(,[0-9]+)*$' THEN pg_catalog.string_to_array(pg_catalog.current_setting('dashboard.scope', true), ',')::integer[] ELSE '{}'::integer[] END)::integer[]))

ALTER TABLE sales.payments ENABLE ROW LEVEL SECURITY

ALTER TABLE sales.payments FORCE ROW LEVEL SECURITY

CREATE POLICY viewer_scope ON sales.payments FOR SELECT TO dashboard_reader, dashboard_reader_costs USING ((SELECT pg_catalog.current_setting('dashboard.scope', true) = 'everything') OR territory_id = ANY ((SELECT CASE WHEN pg_catalog.current_setting('dashboard.scope', true) ~ '^[0-9]+(,[0-9]+)*$' THEN pg_catalog.string_to_array(pg_catalog.current_setting('dashboard.scope', true), ',')::integer[] ELSE '{}'::integer[] END)::integer[]))

ALTER TABLE sales.quotas ENABLE ROW LEVEL SECURITY

ALTER TABLE sales.quotas FORCE ROW LEVEL SECURITY

CREATE POLICY viewer_scope ON sales.quotas FOR SELECT TO dashboard_reader, dashboard_reader_costs USING ((SELECT pg_catalog.current_setting('dashboard.scope', true) = 'everything') OR territory_id = ANY ((SELECT CASE WHEN pg_catalog.current_setting('dashboard.scope', true) ~ '^[0-9]+(,[0-9]+)*$' THEN pg_catalog.string_to_array(pg_catalog.current_setting('dashboard.scope', true), ',')::integer[] ELSE '{}'::integer[] END)::integer[]))

ALTER TABLE sales.customers ENABLE ROW LEVEL SECURITY

ALTER TABLE sales.customers FORCE ROW LEVEL SECURITY

CREATE POLICY viewer_scope ON sales.customers FOR SELECT TO dashboard_reader, dashboard_reader_costs USING ((SELECT pg_catalog.current_setting('dashboard.scope', true) = 'everything') OR territory_ids && (SELECT CASE WHEN pg_catalog.current_setting('dashboard.scope', true) ~ '^[0-9]+(,[0-9]+)*$' THEN pg_catalog.string_to_array(pg_catalog.current_setting('dashboard.scope', true), ',')::integer[] ELSE '{}'::integer[] END))
