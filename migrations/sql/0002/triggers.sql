CREATE FUNCTION rollup.mark_payments_insert() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$INSERT INTO rollup.marks (day) WITH paid AS (SELECT DISTINCT customer_id, order_id FROM new_rows) SELECT o.business_date AS day FROM sales.orders AS o JOIN paid USING (customer_id, order_id) UNION SELECT l.business_date FROM sales.order_lines AS l JOIN paid USING (customer_id, order_id) UNION SELECT r.business_date FROM sales.returns AS r JOIN paid USING (customer_id, order_id) UNION SELECT r.business_date FROM sales.returns AS r JOIN paid AS p ON p.customer_id = r.customer_id AND p.order_id = r.sale_order_id$sql$;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.payments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_payments_insert()

ALTER TABLE sales.payments ENABLE ALWAYS TRIGGER mark_insert

CREATE FUNCTION rollup.mark_payments_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$INSERT INTO rollup.marks (day) WITH paid AS (SELECT DISTINCT customer_id, order_id FROM old_rows) SELECT o.business_date AS day FROM sales.orders AS o JOIN paid USING (customer_id, order_id) UNION SELECT l.business_date FROM sales.order_lines AS l JOIN paid USING (customer_id, order_id) UNION SELECT r.business_date FROM sales.returns AS r JOIN paid USING (customer_id, order_id) UNION SELECT r.business_date FROM sales.returns AS r JOIN paid AS p ON p.customer_id = r.customer_id AND p.order_id = r.sale_order_id$sql$;
    RETURN NULL;
END $$

CREATE TRIGGER mark_delete AFTER DELETE ON sales.payments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_payments_delete()

ALTER TABLE sales.payments ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_payments_update() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$INSERT INTO rollup.marks (day) WITH paid AS (SELECT DISTINCT customer_id, order_id FROM new_rows UNION SELECT DISTINCT customer_id, order_id FROM old_rows) SELECT o.business_date AS day FROM sales.orders AS o JOIN paid USING (customer_id, order_id) UNION SELECT l.business_date FROM sales.order_lines AS l JOIN paid USING (customer_id, order_id) UNION SELECT r.business_date FROM sales.returns AS r JOIN paid USING (customer_id, order_id) UNION SELECT r.business_date FROM sales.returns AS r JOIN paid AS p ON p.customer_id = r.customer_id AND p.order_id = r.sale_order_id$sql$;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.payments REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_payments_update()

ALTER TABLE sales.payments ENABLE ALWAYS TRIGGER mark_update

CREATE OR REPLACE FUNCTION rollup.mark_products() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT product_id, name, source_key, category_id, subcategory_id, brand FROM old_rows EXCEPT SELECT product_id, name, source_key, category_id, subcategory_id, brand FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('products');
    END IF;
    RETURN NULL;
END $$

CREATE FUNCTION rollup.mark_subcategories() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT subcategory_id, name, category_id FROM old_rows EXCEPT SELECT subcategory_id, name, category_id FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('subcategories');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.subcategories REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_subcategories()

ALTER TABLE sales.subcategories ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_promotions() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT promotion_id, name FROM old_rows EXCEPT SELECT promotion_id, name FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('promotions');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.promotions REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_promotions()

ALTER TABLE sales.promotions ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_currencies() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT currency, name FROM old_rows EXCEPT SELECT currency, name FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('currencies');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_update AFTER UPDATE ON sales.currencies REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_currencies()

ALTER TABLE sales.currencies ENABLE ALWAYS TRIGGER mark_update

CREATE FUNCTION rollup.mark_rates() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.topic_marks (topic) VALUES ('rates');
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.rates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_rates()

ALTER TABLE sales.rates ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_update AFTER UPDATE ON sales.rates REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_rates()

ALTER TABLE sales.rates ENABLE ALWAYS TRIGGER mark_update

CREATE TRIGGER mark_delete AFTER DELETE ON sales.rates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_rates()

ALTER TABLE sales.rates ENABLE ALWAYS TRIGGER mark_delete

CREATE OR REPLACE FUNCTION rollup.mark_orders_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM old_rows) AS d;
    RETURN NULL;
END $$

CREATE FUNCTION rollup.mark_replayed_subcategories() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('subcategories');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.subcategories REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_subcategories()

ALTER TABLE sales.subcategories ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.subcategories REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_subcategories()

ALTER TABLE sales.subcategories ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_promotions() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('promotions');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.promotions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_promotions()

ALTER TABLE sales.promotions ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.promotions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_promotions()

ALTER TABLE sales.promotions ENABLE ALWAYS TRIGGER mark_delete

CREATE FUNCTION rollup.mark_replayed_currencies() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF current_setting('session_replication_role') = 'replica' THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('currencies');
    END IF;
    RETURN NULL;
END $$

CREATE TRIGGER mark_insert AFTER INSERT ON sales.currencies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_currencies()

ALTER TABLE sales.currencies ENABLE ALWAYS TRIGGER mark_insert

CREATE TRIGGER mark_delete AFTER DELETE ON sales.currencies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION rollup.mark_replayed_currencies()

ALTER TABLE sales.currencies ENABLE ALWAYS TRIGGER mark_delete

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.payments FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.payments ENABLE ALWAYS TRIGGER refuse_truncate

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON sales.rates FOR EACH STATEMENT EXECUTE FUNCTION sales.refuse_truncate()

ALTER TABLE sales.rates ENABLE ALWAYS TRIGGER refuse_truncate

CREATE OR REPLACE FUNCTION sales.carry_header() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$SELECT FROM sales.orders AS f WHERE EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.ordered_at, b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.ordered_at, n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id) ORDER BY f.customer_id, f.order_id FOR UPDATE$sql$;
    EXECUTE $sql$UPDATE sales.order_lines AS f SET ordered_at = o.ordered_at, business_date = o.business_date, territory_id = o.territory_id, channel_id = o.channel_id, person_id = o.person_id, status = o.status, currency = o.currency, rate = o.rate FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.ordered_at, b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.ordered_at, n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id)$sql$;
    EXECUTE $sql$UPDATE sales.returns AS f SET ordered_at = o.ordered_at, business_date = o.business_date, territory_id = o.territory_id, channel_id = o.channel_id, person_id = o.person_id, status = o.status, currency = o.currency, rate = o.rate, sale_date = (SELECT s.business_date FROM sales.orders AS s WHERE s.customer_id = f.customer_id AND s.order_id = f.sale_order_id) FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.ordered_at, b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.ordered_at, n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id IN (f.order_id, f.sale_order_id))$sql$;
    EXECUTE $sql$UPDATE sales.payments AS f SET territory_id = o.territory_id FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.ordered_at, b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.ordered_at, n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id)$sql$;
    RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION sales.check_order_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE broken boolean;
BEGIN
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id) WHERE (f.ordered_at, f.business_date, f.territory_id, f.channel_id, f.person_id, f.status, f.currency, f.rate) IS DISTINCT FROM (o.ordered_at, o.business_date, o.territory_id, o.channel_id, o.person_id, o.status, o.currency, o.rate))$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.order_lines does not repeat its order';
    END IF;
    RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION sales.check_returns() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE broken boolean;
BEGIN
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id) WHERE (f.ordered_at, f.business_date, f.territory_id, f.channel_id, f.person_id, f.status, f.currency, f.rate) IS DISTINCT FROM (o.ordered_at, o.business_date, o.territory_id, o.channel_id, o.person_id, o.status, o.currency, o.rate))$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.returns does not repeat its order';
    END IF;
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o ON o.customer_id = f.customer_id AND o.order_id = f.sale_order_id WHERE f.sale_date <> o.business_date)$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.returns does not repeat the date of its sale';
    END IF;
    RETURN NULL;
END $$
