CREATE SEQUENCE sales.order_ids AS BIGINT

CREATE TABLE sales.orders (
    customer_id INTEGER NOT NULL,
    order_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    document_no TEXT NOT NULL,
    document_kind TEXT DEFAULT 'invoice' NOT NULL,
    ordered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    business_date DATE NOT NULL,
    territory_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    person_id INTEGER,
    status TEXT DEFAULT 'placed' NOT NULL,
    currency CHAR(3) NOT NULL,
    rate NUMERIC(18, 8),
    import_id INTEGER,
    CONSTRAINT pk_orders PRIMARY KEY (customer_id, order_id),
    CONSTRAINT fk_orders_territory_id FOREIGN KEY(territory_id) REFERENCES sales.territories (territory_id),
    CONSTRAINT fk_orders_channel_id FOREIGN KEY(channel_id) REFERENCES sales.channels (channel_id),
    CONSTRAINT fk_orders_person_id FOREIGN KEY(person_id) REFERENCES sales.people (person_id),
    CONSTRAINT fk_orders_currency FOREIGN KEY(currency) REFERENCES sales.currencies (currency),
    CONSTRAINT ck_orders_business_date_in_calendar CHECK (business_date >= date '1970-01-01' and business_date <= date '2079-12-31'),
    CONSTRAINT ck_orders_status_known CHECK (status in ('placed', 'cancelled', 'test')),
    CONSTRAINT ck_orders_document_kind_known CHECK (document_kind in ('invoice', 'credit_note')),
    CONSTRAINT ck_orders_rate_positive CHECK (rate > 0 and rate <> 'NaN'),
    CONSTRAINT fk_orders_customer_id FOREIGN KEY(customer_id) REFERENCES sales.customers (customer_id)
)

CREATE INDEX ix_orders_business_date ON sales.orders (business_date)

CREATE INDEX ix_orders_import_id ON sales.orders (import_id) WHERE import_id is not null

CREATE INDEX ix_orders_ordered_at ON sales.orders (ordered_at)

CREATE UNIQUE INDEX uq_orders_document ON sales.orders (customer_id, source, document_no)

COMMENT ON TABLE sales.orders IS 'Documents: one row an invoice or credit note'

COMMENT ON COLUMN sales.orders.order_id IS 'from sales.order_ids'

COMMENT ON COLUMN sales.orders.source IS 'the preset or system the document came from'

COMMENT ON COLUMN sales.orders.document_no IS 'invoice or credit note number there'

COMMENT ON COLUMN sales.orders.document_kind IS 'a credit note cancels or takes back, by its number or its source''s word'

COMMENT ON COLUMN sales.orders.business_date IS 'the day in the business time zone'

COMMENT ON COLUMN sales.orders.person_id IS 'salesperson credited, where known'

COMMENT ON COLUMN sales.orders.rate IS 'company currency for one unit on the order''s day; null: unconverted'

COMMENT ON COLUMN sales.orders.import_id IS 'app.imports; null: not from a file'

CREATE TABLE sales.order_lines (
    customer_id INTEGER NOT NULL,
    order_id BIGINT NOT NULL,
    line_no INTEGER NOT NULL,
    business_date DATE NOT NULL,
    territory_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    person_id INTEGER,
    status TEXT DEFAULT 'placed' NOT NULL,
    currency CHAR(3) NOT NULL,
    rate NUMERIC(18, 8),
    kind TEXT DEFAULT 'sale' NOT NULL,
    product_id INTEGER NOT NULL,
    promotion_id INTEGER,
    quantity NUMERIC(14, 3) NOT NULL,
    list_price NUMERIC(18, 6) NOT NULL,
    net_price NUMERIC(18, 6) NOT NULL,
    order_discount NUMERIC(18, 6) DEFAULT '0' NOT NULL,
    tax NUMERIC(18, 6) DEFAULT '0' NOT NULL,
    shipping NUMERIC(18, 6) DEFAULT '0' NOT NULL,
    duties NUMERIC(18, 6) DEFAULT '0' NOT NULL,
    unit_cost NUMERIC(18, 6),
    import_id INTEGER,
    source_line INTEGER,
    CONSTRAINT pk_order_lines PRIMARY KEY (customer_id, order_id, line_no),
    CONSTRAINT fk_order_lines_customer_id_order_id FOREIGN KEY(customer_id, order_id) REFERENCES sales.orders (customer_id, order_id) ON DELETE CASCADE,
    CONSTRAINT ck_order_lines_business_date_in_calendar CHECK (business_date >= date '1970-01-01' and business_date <= date '2079-12-31'),
    CONSTRAINT ck_order_lines_status_known CHECK (status in ('placed', 'cancelled', 'test')),
    CONSTRAINT ck_order_lines_kind_known CHECK (kind in ('sale', 'fee', 'adjustment', 'bad_debt')),
    CONSTRAINT ck_order_lines_no_nan CHECK ('NaN' not in (quantity, list_price, net_price, order_discount, tax, shipping, duties, coalesce(unit_cost, 0), coalesce(rate, 1))),
    CONSTRAINT fk_order_lines_product_id FOREIGN KEY(product_id) REFERENCES sales.products (product_id),
    CONSTRAINT fk_order_lines_promotion_id FOREIGN KEY(promotion_id) REFERENCES sales.promotions (promotion_id)
)

CREATE INDEX ix_order_lines_business_date ON sales.order_lines (business_date)

CREATE INDEX ix_order_lines_import_id ON sales.order_lines (import_id) WHERE import_id is not null

COMMENT ON TABLE sales.order_lines IS 'What was sold or charged: one row a line of a document, returned goods excepted'

COMMENT ON COLUMN sales.order_lines.business_date IS 'the day in the business time zone'

COMMENT ON COLUMN sales.order_lines.person_id IS 'salesperson credited, where known'

COMMENT ON COLUMN sales.order_lines.rate IS 'company currency for one unit on the order''s day; null: unconverted'

COMMENT ON COLUMN sales.order_lines.list_price IS 'a unit, before discounts, in the order''s currency'

COMMENT ON COLUMN sales.order_lines.net_price IS 'a unit, after the line''s own discount'

COMMENT ON COLUMN sales.order_lines.order_discount IS 'the line''s part of it'

COMMENT ON COLUMN sales.order_lines.unit_cost IS 'in the order''s currency, in force on the sale date; null: not known'

COMMENT ON COLUMN sales.order_lines.import_id IS 'app.imports; null: not from a file'

COMMENT ON COLUMN sales.order_lines.source_line IS 'line in that file, the header is 1'

CREATE TABLE sales.payments (
    customer_id INTEGER NOT NULL,
    order_id BIGINT NOT NULL,
    payment_no SMALLINT NOT NULL,
    paid_at TIMESTAMP WITH TIME ZONE NOT NULL,
    territory_id INTEGER NOT NULL,
    amount NUMERIC(18, 6) NOT NULL,
    method TEXT NOT NULL,
    CONSTRAINT pk_payments PRIMARY KEY (customer_id, order_id, payment_no),
    CONSTRAINT fk_payments_customer_id_order_id FOREIGN KEY(customer_id, order_id) REFERENCES sales.orders (customer_id, order_id) ON DELETE CASCADE,
    CONSTRAINT ck_payments_no_nan CHECK (amount <> 'NaN')
)

COMMENT ON TABLE sales.payments IS 'What was paid on an order'

COMMENT ON COLUMN sales.payments.amount IS 'in the order''s currency'

CREATE TABLE sales.returns (
    customer_id INTEGER NOT NULL,
    order_id BIGINT NOT NULL,
    line_no INTEGER NOT NULL,
    business_date DATE NOT NULL,
    territory_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    person_id INTEGER,
    status TEXT DEFAULT 'placed' NOT NULL,
    currency CHAR(3) NOT NULL,
    rate NUMERIC(18, 8),
    product_id INTEGER NOT NULL,
    quantity NUMERIC(14, 3) NOT NULL,
    net_price NUMERIC(18, 6) NOT NULL,
    unit_cost NUMERIC(18, 6),
    restocked BOOLEAN DEFAULT 'false' NOT NULL,
    sale_order_id BIGINT,
    sale_line_no INTEGER,
    sale_date DATE,
    import_id INTEGER,
    source_line INTEGER,
    CONSTRAINT pk_returns PRIMARY KEY (customer_id, order_id, line_no),
    CONSTRAINT fk_returns_customer_id_order_id FOREIGN KEY(customer_id, order_id) REFERENCES sales.orders (customer_id, order_id) ON DELETE CASCADE,
    CONSTRAINT fk_returns_customer_id_sale_order_id_sale_line_no FOREIGN KEY(customer_id, sale_order_id, sale_line_no) REFERENCES sales.order_lines (customer_id, order_id, line_no),
    CONSTRAINT ck_returns_business_date_in_calendar CHECK (business_date >= date '1970-01-01' and business_date <= date '2079-12-31'),
    CONSTRAINT ck_returns_status_known CHECK (status in ('placed', 'cancelled', 'test')),
    CONSTRAINT ck_returns_sale_known_whole CHECK (num_nulls(sale_order_id, sale_line_no, sale_date) in (0, 3)),
    CONSTRAINT ck_returns_no_nan CHECK ('NaN' not in (quantity, net_price, coalesce(unit_cost, 0), coalesce(rate, 1))),
    CONSTRAINT fk_returns_product_id FOREIGN KEY(product_id) REFERENCES sales.products (product_id)
)

CREATE INDEX ix_returns_business_date ON sales.returns (business_date)

CREATE INDEX ix_returns_import_id ON sales.returns (import_id) WHERE import_id is not null

CREATE INDEX ix_returns_sale ON sales.returns (customer_id, sale_order_id, sale_line_no)

CREATE INDEX ix_returns_sale_date ON sales.returns (sale_date)

COMMENT ON TABLE sales.returns IS 'Returned lines; they count on the day of the return, or by the sale''s day where that is asked'

COMMENT ON COLUMN sales.returns.order_id IS 'the credit note'

COMMENT ON COLUMN sales.returns.line_no IS 'unique with order_lines of it'

COMMENT ON COLUMN sales.returns.business_date IS 'the day in the business time zone'

COMMENT ON COLUMN sales.returns.person_id IS 'salesperson credited, where known'

COMMENT ON COLUMN sales.returns.rate IS 'company currency for one unit on the order''s day; null: unconverted'

COMMENT ON COLUMN sales.returns.quantity IS 'units returned, positive'

COMMENT ON COLUMN sales.returns.net_price IS 'credited a unit'

COMMENT ON COLUMN sales.returns.unit_cost IS 'null: not known'

COMMENT ON COLUMN sales.returns.restocked IS 'only then is cost reversed'

COMMENT ON COLUMN sales.returns.sale_order_id IS 'the order that is returned, where the source knows it'

COMMENT ON COLUMN sales.returns.sale_date IS 'business date of that sale; null: in no sale cohort'

COMMENT ON COLUMN sales.returns.import_id IS 'app.imports; null: not from a file'

COMMENT ON COLUMN sales.returns.source_line IS 'line in that file, the header is 1'
