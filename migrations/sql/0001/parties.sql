CREATE TABLE sales.categories (
    category_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_categories PRIMARY KEY (category_id),
    CONSTRAINT uq_categories_name UNIQUE (name)
)

COMMENT ON TABLE sales.categories IS 'Kinds of product'

CREATE TABLE sales.teams (
    team_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_teams PRIMARY KEY (team_id),
    CONSTRAINT uq_teams_name UNIQUE (name)
)

COMMENT ON TABLE sales.teams IS 'Teams of salespeople'

CREATE TABLE sales.customers (
    customer_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT NOT NULL,
    name TEXT NOT NULL,
    segment_id INTEGER,
    territory_ids INTEGER[] DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_customers PRIMARY KEY (customer_id),
    CONSTRAINT uq_customers_source_source_key UNIQUE (source, source_key),
    CONSTRAINT fk_customers_segment_id FOREIGN KEY(segment_id) REFERENCES sales.segments (segment_id)
)

CREATE INDEX ix_customers_segment_id ON sales.customers (segment_id)

COMMENT ON TABLE sales.customers IS 'Who bought'

COMMENT ON COLUMN sales.customers.customer_id IS '0 is Guest: not known'

COMMENT ON COLUMN sales.customers.source IS 'the preset or system that named the customer'

COMMENT ON COLUMN sales.customers.source_key IS 'the customer''s id there'

COMMENT ON COLUMN sales.customers.territory_ids IS 'territories the customer has documents in, kept by a trigger; the row policy reads it'

CREATE TABLE sales.people (
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    team_id INTEGER,
    CONSTRAINT pk_people PRIMARY KEY (person_id),
    CONSTRAINT uq_people_name UNIQUE (name),
    CONSTRAINT fk_people_team_id FOREIGN KEY(team_id) REFERENCES sales.teams (team_id)
)

CREATE INDEX ix_people_team_id ON sales.people (team_id)

COMMENT ON TABLE sales.people IS 'Salespeople'

CREATE TABLE sales.products (
    product_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    source_key TEXT NOT NULL,
    name TEXT NOT NULL,
    category_id INTEGER,
    CONSTRAINT pk_products PRIMARY KEY (product_id),
    CONSTRAINT uq_products_source_source_key UNIQUE (source, source_key),
    CONSTRAINT fk_products_category_id FOREIGN KEY(category_id) REFERENCES sales.categories (category_id)
)

CREATE INDEX ix_products_category_id ON sales.products (category_id)

COMMENT ON TABLE sales.products IS 'What was sold'

COMMENT ON COLUMN sales.products.source_key IS 'the stock code there, case kept'

CREATE TABLE sales.quotas (
    person_id INTEGER NOT NULL,
    territory_id INTEGER NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    amount NUMERIC(18, 6) NOT NULL,
    CONSTRAINT pk_quotas PRIMARY KEY (person_id, territory_id, starts),
    CONSTRAINT ck_quotas_period CHECK (starts < ends),
    CONSTRAINT ck_quotas_amount_not_negative CHECK (amount >= 0 and amount <> 'NaN'),
    CONSTRAINT fk_quotas_person_id FOREIGN KEY(person_id) REFERENCES sales.people (person_id),
    CONSTRAINT fk_quotas_territory_id FOREIGN KEY(territory_id) REFERENCES sales.territories (territory_id)
)

CREATE INDEX ix_quotas_starts_ends ON sales.quotas (starts, ends)

CREATE INDEX ix_quotas_territory_id ON sales.quotas (territory_id)

COMMENT ON TABLE sales.quotas IS 'Targets by person, territory and period'

COMMENT ON COLUMN sales.quotas.ends IS 'exclusive'

COMMENT ON COLUMN sales.quotas.amount IS 'net sales to reach, in the company''s currency'
