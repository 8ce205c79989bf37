DROP INDEX sales.ix_order_lines_product

CREATE INDEX ix_orders_ordered_at ON sales.orders (ordered_at)

DROP INDEX sales.ix_orders_newest

ALTER TABLE sales.orders DROP COLUMN document_folded

COMMENT ON COLUMN sales.orders.ordered_at IS NULL

ALTER TABLE sales.returns DROP COLUMN promotion_id, DROP COLUMN ordered_at

ALTER TABLE sales.order_lines DROP COLUMN ordered_at
