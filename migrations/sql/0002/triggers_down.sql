DROP TRIGGER mark_insert ON sales.payments

DROP TRIGGER mark_delete ON sales.payments

DROP TRIGGER mark_update ON sales.payments

DROP TRIGGER mark_update ON sales.promotions

DROP TRIGGER mark_update ON sales.currencies

DROP TRIGGER mark_insert ON sales.rates

DROP TRIGGER mark_update ON sales.rates

DROP TRIGGER mark_delete ON sales.rates

DROP TRIGGER mark_insert ON sales.promotions

DROP TRIGGER mark_delete ON sales.promotions

DROP TRIGGER mark_insert ON sales.currencies

DROP TRIGGER mark_delete ON sales.currencies

DROP TRIGGER refuse_truncate ON sales.payments

DROP TRIGGER refuse_truncate ON sales.rates

DROP TABLE sales.subcategories

DROP FUNCTION rollup.mark_payments_insert()

DROP FUNCTION rollup.mark_payments_delete()

DROP FUNCTION rollup.mark_payments_update()

DROP FUNCTION rollup.mark_subcategories()

DROP FUNCTION rollup.mark_promotions()

DROP FUNCTION rollup.mark_currencies()

DROP FUNCTION rollup.mark_rates()

DROP FUNCTION rollup.mark_replayed_subcategories()

DROP FUNCTION rollup.mark_replayed_promotions()

DROP FUNCTION rollup.mark_replayed_currencies()

CREATE OR REPLACE FUNCTION rollup.mark_products() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF EXISTS (SELECT product_id, name, source_key, category_id FROM old_rows EXCEPT SELECT product_id, name, source_key, category_id FROM new_rows) THEN
        INSERT INTO rollup.topic_marks (topic) VALUES ('products');
    END IF;
    RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION rollup.mark_orders_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    INSERT INTO rollup.marks (day) SELECT DISTINCT d.day FROM (SELECT business_date AS day FROM old_rows WHERE document_kind = 'credit_note') AS d;
    RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION sales.carry_header() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    EXECUTE $sql$SELECT FROM sales.orders AS f WHERE EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id) ORDER BY f.customer_id, f.order_id FOR UPDATE$sql$;
    EXECUTE $sql$UPDATE sales.order_lines AS f SET business_date = o.business_date, territory_id = o.territory_id, channel_id = o.channel_id, person_id = o.person_id, status = o.status, currency = o.currency, rate = o.rate FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id)$sql$;
    EXECUTE $sql$UPDATE sales.returns AS f SET business_date = o.business_date, territory_id = o.territory_id, channel_id = o.channel_id, person_id = o.person_id, status = o.status, currency = o.currency, rate = o.rate, sale_date = (SELECT s.business_date FROM sales.orders AS s WHERE s.customer_id = f.customer_id AND s.order_id = f.sale_order_id) FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id IN (f.order_id, f.sale_order_id))$sql$;
    EXECUTE $sql$UPDATE sales.payments AS f SET territory_id = o.territory_id FROM sales.orders AS o WHERE o.customer_id = f.customer_id AND o.order_id = f.order_id AND EXISTS (SELECT FROM new_rows AS n JOIN old_rows AS b USING (customer_id, order_id) WHERE (b.business_date, b.territory_id, b.channel_id, b.person_id, b.status, b.currency, b.rate) IS DISTINCT FROM (n.business_date, n.territory_id, n.channel_id, n.person_id, n.status, n.currency, n.rate) AND customer_id = f.customer_id AND order_id = f.order_id)$sql$;
    RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION sales.check_order_lines() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE broken boolean;
BEGIN
    EXECUTE $sql$SELECT EXISTS (SELECT FROM new_rows AS f JOIN sales.orders AS o USING (customer_id, order_id) WHERE (f.business_date, f.territory_id, f.channel_id, f.person_id, f.status, f.currency, f.rate) IS DISTINCT FROM (o.business_date, o.territory_id, o.channel_id, o.person_id, o.status, o.currency, o.rate))$sql$ INTO broken;
    IF broken THEN
        RAISE EXCEPTION 'a row of sales.order_lines does not repeat its order';
    END IF;
    RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION sales.check_returns() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
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
