ALTER TABLE sales.customers DROP COLUMN folded

ALTER TABLE sales.products DROP CONSTRAINT fk_products_subcategory_id_category_id, DROP CONSTRAINT ck_products_subcategory_in_category, DROP COLUMN folded, DROP COLUMN brand, DROP COLUMN subcategory_id
