SET LOCAL lock_timeout = '10s'

SET LOCAL statement_timeout = 0

CREATE TABLE sales.subcategories (
    subcategory_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_subcategories PRIMARY KEY (subcategory_id),
    CONSTRAINT uq_subcategories_category_id_name UNIQUE (category_id, name),
    CONSTRAINT uq_subcategories_subcategory_id_category_id UNIQUE (subcategory_id, category_id),
    CONSTRAINT fk_subcategories_category_id FOREIGN KEY(category_id) REFERENCES sales.categories (category_id)
)

COMMENT ON TABLE sales.subcategories IS 'Kinds of product within a category; two categories may each have one of the same name'

GRANT SELECT ON sales.subcategories TO dashboard_backup

GRANT SELECT ON sales.subcategories TO dashboard_refresher, dashboard_reader_costs

GRANT SELECT ON sales.subcategories TO dashboard_reader

GRANT SELECT, INSERT, UPDATE, DELETE ON sales.subcategories TO dashboard_loader

DO $$ BEGIN IF current_setting('server_version_num')::integer >= 170000 THEN EXECUTE 'GRANT MAINTAIN ON sales.subcategories TO dashboard_loader'; END IF; END $$

ALTER TABLE sales.products ADD COLUMN subcategory_id INTEGER, ADD COLUMN brand TEXT, ADD COLUMN folded TEXT COLLATE "C" GENERATED ALWAYS AS (left(lower(name), 200)) STORED NOT NULL

COMMENT ON COLUMN sales.products.subcategory_id IS 'of the product''s category'

COMMENT ON COLUMN sales.products.folded IS 'beginning of name in lower case, for search'

ALTER TABLE sales.products ADD CONSTRAINT fk_products_subcategory_id_category_id FOREIGN KEY(subcategory_id, category_id) REFERENCES sales.subcategories (subcategory_id, category_id) ON UPDATE CASCADE

ALTER TABLE sales.products ADD CONSTRAINT ck_products_subcategory_in_category CHECK (subcategory_id is null or category_id is not null)

CREATE INDEX ix_products_folded ON sales.products (folded, product_id)

CREATE INDEX ix_products_subcategory_id ON sales.products (subcategory_id)

ALTER TABLE sales.customers ADD COLUMN folded TEXT COLLATE "C" GENERATED ALWAYS AS (left(lower(name), 200)) STORED NOT NULL

COMMENT ON COLUMN sales.customers.folded IS 'beginning of name in lower case, for search'

CREATE INDEX ix_customers_folded ON sales.customers (folded, customer_id)
