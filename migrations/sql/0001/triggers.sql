CREATE FUNCTION rollup.mark_order_lines_insert() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM new_rows) AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.order_lines REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_order_lines_insert()

ALTER TABLE sales.order_lines ENABLE ALWAYS TRIGGER mark_insert

CREATE FUNCTION rollup.mark_order_lines_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM old_rows) AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_delete AFTER DELETE ON sales.order_lines REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_order_lines_delete()

ALTER TABLE sales.order_lines ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_order_lines_update() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM new_rows UNION SELECT business_date AS day FROM old_rows) AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.order_lines REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_order_lines_update()

ALTER TABLE sales.order_lines ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_returns_insert() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM new_rows UNION SELECT sale_date FROM new_rows WHERE sale_date IS NOT NULL) AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.returns REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_returns_insert()

ALTER TABLE sales.returns ENABLE ALWAYS TRIGGER mark_insert

CREATE FUNCTION rollup.mark_returns_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM old_rows UNION SELECT sale_date FROM old_rows WHERE sale_date IS NOT NULL) AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_delete AFTER DELETE ON sales.returns REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_returns_delete()

ALTER TABLE sales.returns ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_returns_update() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM new_rows UNION SELECT sale_date FROM new_rows WHERE sale_date IS NOT NULL UNION SELECT business_date AS day FROM old_rows UNION SELECT sale_date FROM old_rows WHERE sale_date IS NOT NULL) AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.returns REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_returns_update()

ALTER TABLE sales.returns ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_customers() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT customer_id, name, segment_id FROM old_rows EXCEPT SELECT customer_id, name, segment_id FROM new_rows)
        OR (pg_trigger_depth() = 1 AND EXISTS (SELECT customer_id, territory_ids FROM old_rows EXCEPT SELECT customer_id, territory_ids FROM new_rows)) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('customers');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.customers REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_customers()

ALTER TABLE sales.customers ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_products() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT product_id, name, source_key, category_id FROM old_rows EXCEPT SELECT product_id, name, source_key, category_id FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('products');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.products REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_products()

ALTER TABLE sales.products ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_categories() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT category_id, name FROM old_rows EXCEPT SELECT category_id, name FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('categories');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.categories REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_categories()

ALTER TABLE sales.categories ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_territories() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT territory_id, name, region, country FROM old_rows EXCEPT SELECT territory_id, name, region, country FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('territories');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.territories REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_territories()

ALTER TABLE sales.territories ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_channels() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT channel_id, name FROM old_rows EXCEPT SELECT channel_id, name FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('channels');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.channels REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_channels()

ALTER TABLE sales.channels ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_segments() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT segment_id, name FROM old_rows EXCEPT SELECT segment_id, name FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('segments');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.segments REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_segments()

ALTER TABLE sales.segments ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_people() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT person_id, name, team_id FROM old_rows EXCEPT SELECT person_id, name, team_id FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('people');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.people REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_people()

ALTER TABLE sales.people ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_teams() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT team_id, name FROM old_rows EXCEPT SELECT team_id, name FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('teams');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.teams REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_teams()

ALTER TABLE sales.teams ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_quotas() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.topic_marks (topic) VALUES ('quotas');
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.quotas REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_quotas()

ALTER TABLE sales.quotas ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_update AFTER UPDATE ON sales.quotas REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_quotas()

ALTER TABLE sales.quotas ENABLE ALWAYS TRIGGER mark_update

CREATE TRIGGER mark_delete AFTER DELETE ON sales.quotas REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_quotas()

ALTER TABLE sales.quotas ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_calendar() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.topic_marks (topic) VALUES ('calendar');
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.calendar REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_calendar()

ALTER TABLE sales.calendar ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_update AFTER UPDATE ON sales.calendar REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_calendar()

ALTER TABLE sales.calendar ENABLE ALWAYS TRIGGER mark_update

CREATE TRIGGER mark_delete AFTER DELETE ON sales.calendar REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_calendar()

ALTER TABLE sales.calendar ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_orders_update() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT n.business_date AS day FROM new_rows AS n JOIN old_rows AS o USING (customer_id, order_id) WHERE n.document_kind <> o.document_kind) AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.orders REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_orders_update()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_orders_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM old_rows WHERE document_kind = 'credit_note') AS d;
    RETURN NULL;
END $$

CREATE TRIGGER mark_delete AFTER DELETE ON sales.orders REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_orders_delete()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_customers() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('customers');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.customers REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_customers()

ALTER TABLE sales.customers ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.customers REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_customers()

ALTER TABLE sales.customers ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_products() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('products');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.products REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_products()

ALTER TABLE sales.products ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.products REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_products()

ALTER TABLE sales.products ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_categories() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('categories');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.categories REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_categories()

ALTER TABLE sales.categories ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.categories REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_categories()

ALTER TABLE sales.categories ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_territories() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('territories');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.territories REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_territories()

ALTER TABLE sales.territories ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.territories REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_territories()

ALTER TABLE sales.territories ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_channels() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('channels');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.channels REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_channels()

ALTER TABLE sales.channels ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.channels REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_channels()

ALTER TABLE sales.channels ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_segments() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('segments');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.segments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_segments()

ALTER TABLE sales.segments ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.segments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_segments()

ALTER TABLE sales.segments ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_people() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('people');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.people REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_people()

ALTER TABLE sales.people ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.people REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_people()

ALTER TABLE sales.people ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_teams() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('teams');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.teams REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_teams()

ALTER TABLE sales.teams ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.teams REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_teams()

ALTER TABLE sales.teams ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_orders() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.marks (day) SELECT DISTINCT business_date FROM new_rows;
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.orders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_orders()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER mark_insert

CREATE FUNCTION sales.refuse_truncate() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE of %.% is refused: it would leave no mark; use DELETE', TG_TABLE_SCHEMA, TG_TABLE_NAME;
END $$

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.orders FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER refuse_truncate

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.order_lines FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.order_lines ENABLE ALWAYS TRIGGER refuse_truncate

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.returns FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.returns ENABLE ALWAYS TRIGGER refuse_truncate

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.quotas FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.quotas ENABLE ALWAYS TRIGGER refuse_truncate

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.customers FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.customers ENABLE ALWAYS TRIGGER refuse_truncate

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.products FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.products ENABLE ALWAYS TRIGGER refuse_truncate

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.calendar FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.calendar ENABLE ALWAYS TRIGGER refuse_truncate

CREATE FUNCTION sales.carry_header() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$SELECT FROM sales.orders AS f WHERE EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id) ORDER BY f.customer_id, f.order_id FOR UPDATE$sql$;
    EXECUTE $sql$UPDATE sales.order_lines AS f SET business_date = o.business_date, territory_id = o.territory_id, channel_id = o.channel_id, person_id = o.person_id, status = o.status, currency = o.currency, rate = o.rate FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id)$sql$;
    EXECUTE $sql$UPDATE sales.returns AS f SET business_date = o.business_date, territory_id = o.territory_id, channel_id = o.channel_id, person_id = o.person_id, status = o.status, currency = o.currency, rate = o.rate, sale_date = (SELECT s.business_date FROM sales.orders AS s WHERE s.customer_id = f.customer_id AND s.order_id = f.sale_order_id) FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id IN (f.order_id, f.sale_order_id))$sql$;
    EXECUTE $sql$UPDATE sales.payments AS f SET territory_id = o.territory_id FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id)$sql$;
    RETURN NULL;
END $$

CREATE TRIGGER carry_header_update AFTER UPDATE ON sales.orders REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.carry_header()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER carry_header_update

CREATE FUNCTION sales.check_order_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE broken boolean;
BEGIN
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id) WHERE (f.business_date, f.territory_id, f.channel_id, f.person_id, f.status, f.currency, f.rate) IS DISTINCT FROM (o.business_date, o.territory_id, o.channel_id, o.person_id, o.status, o.currency, o.rate))$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.order_lines does not repeat its order';
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER check_header_insert AFTER INSERT ON sales.order_lines REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.check_order_lines()

ALTER TABLE sales.order_lines ENABLE ALWAYS TRIGGER check_header_insert

CREATE TRIGGER check_header_update AFTER UPDATE ON sales.order_lines REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.check_order_lines()

ALTER TABLE sales.order_lines ENABLE ALWAYS TRIGGER check_header_update

CREATE FUNCTION sales.check_returns() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE broken boolean;
BEGIN
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id) WHERE (f.business_date, f.territory_id, f.channel_id, f.person_id, f.status, f.currency, f.rate) IS DISTINCT FROM (o.business_date, o.territory_id, o.channel_id, o.person_id, o.status, o.currency, o.rate))$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.returns does not repeat its order';
    END IF;
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o ON o.customer_id = f.customer_id AND o.order_id = f.sale_order_id WHERE f.sale_date <> o.business_date)$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.returns does not repeat the date of its sale';
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER check_header_insert AFTER INSERT ON sales.returns REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.check_returns()

ALTER TABLE sales.returns ENABLE ALWAYS TRIGGER check_header_insert

CREATE TRIGGER check_header_update AFTER UPDATE ON sales.returns REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.check_returns()

ALTER TABLE sales.returns ENABLE ALWAYS TRIGGER check_header_update

CREATE FUNCTION sales.check_payments() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE broken boolean;
BEGIN
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id) WHERE (f.territory_id) IS DISTINCT FROM (o.territory_id))$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.payments does not repeat its order';
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER check_header_insert AFTER INSERT ON sales.payments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.check_payments()

ALTER TABLE sales.payments ENABLE ALWAYS TRIGGER check_header_insert

CREATE TRIGGER check_header_update AFTER UPDATE ON sales.payments REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.check_payments()

ALTER TABLE sales.payments ENABLE ALWAYS TRIGGER check_header_update

CREATE FUNCTION sales.keep_territories_insert() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$UPDATE sales.customers AS c SET territory_ids = ARRAY(
        SELECT DISTINCT x FROM unnest(c.territory_ids || t.ids) AS x ORDER BY x) FROM (
        SELECT customer_id, array_agg(DISTINCT territory_id) AS ids FROM new_rows
        GROUP BY customer_id) AS t
    WHERE c.customer_id = t.customer_id AND NOT c.territory_ids @> t.ids$sql$;
    RETURN NULL;
END $$

CREATE TRIGGER keep_territories_insert AFTER INSERT ON sales.orders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.keep_territories_insert()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER keep_territories_insert

CREATE FUNCTION sales.keep_territories_update() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$SELECT FROM sales.customers AS c WHERE c.customer_id IN (SELECT b.customer_id FROM old_rows AS b JOIN new_rows AS n USING (customer_id, order_id) WHERE n.territory_id <> b.territory_id) ORDER BY c.customer_id FOR UPDATE$sql$;
    EXECUTE $sql$UPDATE sales.customers AS c SET territory_ids = t.ids FROM (
        SELECT n.customer_id, array_agg(DISTINCT n.territory_id ORDER BY n.territory_id) AS ids
        FROM sales.orders AS n WHERE n.customer_id IN (SELECT customer_id FROM new_rows)
        GROUP BY n.customer_id) AS t
    WHERE c.customer_id = t.customer_id AND c.territory_ids <> t.ids$sql$;
    RETURN NULL;
END $$

CREATE TRIGGER keep_territories_update AFTER UPDATE ON sales.orders REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.keep_territories_update()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER keep_territories_update

CREATE FUNCTION sales.keep_territories_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$SELECT FROM sales.customers AS c WHERE c.customer_id IN (SELECT b.customer_id FROM old_rows AS b) ORDER BY c.customer_id FOR UPDATE$sql$;
    EXECUTE $sql$UPDATE sales.customers AS c SET territory_ids = t.ids FROM (
        SELECT n.customer_id, array_agg(DISTINCT n.territory_id ORDER BY n.territory_id) AS ids
        FROM sales.orders AS n WHERE n.customer_id IN (SELECT customer_id FROM old_rows)
        GROUP BY n.customer_id) AS t
    WHERE c.customer_id = t.customer_id AND c.territory_ids <> t.ids$sql$;
    EXECUTE $sql$UPDATE sales.customers AS c SET territory_ids = '{}' WHERE c.territory_ids <> '{}'
        AND c.customer_id IN (SELECT customer_id FROM old_rows)
        AND NOT EXISTS (SELECT FROM sales.orders AS o WHERE o.customer_id = c.customer_id)$sql$;
    RETURN NULL;
END $$

CREATE TRIGGER keep_territories_delete AFTER DELETE ON sales.orders REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION sales.keep_territories_delete()

ALTER TABLE sales.orders ENABLE ALWAYS TRIGGER keep_territories_delete
