CREATE TABLE sales.calendar (
    day DATE NOT NULL,
    week DATE NOT NULL,
    month DATE NOT NULL,
    quarter DATE NOT NULL,
    year DATE NOT NULL,
    fiscal_year SMALLINT NOT NULL,
    fiscal_quarter SMALLINT NOT NULL,
    fiscal_month SMALLINT NOT NULL,
    iso_year SMALLINT NOT NULL,
    iso_week SMALLINT NOT NULL,
    retail_year SMALLINT NOT NULL,
    retail_period SMALLINT NOT NULL,
    retail_week SMALLINT NOT NULL,
    weekday SMALLINT NOT NULL,
    is_business_day BOOLEAN NOT NULL,
    CONSTRAINT pk_calendar PRIMARY KEY (day)
)

COMMENT ON TABLE sales.calendar IS 'One row a day: every calendar that a question can be asked in'

COMMENT ON COLUMN sales.calendar.week IS 'first day of the day''s week, by the company''s week start'

COMMENT ON COLUMN sales.calendar.month IS 'first day of the month'

COMMENT ON COLUMN sales.calendar.quarter IS 'first day of the calendar quarter'

COMMENT ON COLUMN sales.calendar.year IS 'first day of the calendar year'

COMMENT ON COLUMN sales.calendar.fiscal_year IS 'named by the year it ends in'

COMMENT ON COLUMN sales.calendar.retail_year IS '4-4-5 year, named by the year it starts in'

COMMENT ON COLUMN sales.calendar.retail_period IS '1 to 12, by 4-4-5'

COMMENT ON COLUMN sales.calendar.retail_week IS '1 to 53'

COMMENT ON COLUMN sales.calendar.weekday IS 'ISO, Monday is 1'

COMMENT ON COLUMN sales.calendar.is_business_day IS 'Monday to Friday'

CREATE TABLE sales.channels (
    channel_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_channels PRIMARY KEY (channel_id),
    CONSTRAINT uq_channels_name UNIQUE (name)
)

COMMENT ON TABLE sales.channels IS 'How a sale was made: shop, online, partner'

CREATE TABLE sales.currencies (
    currency CHAR(3) NOT NULL,
    name TEXT NOT NULL,
    minor_digits SMALLINT DEFAULT '2' NOT NULL,
    CONSTRAINT pk_currencies PRIMARY KEY (currency),
    CONSTRAINT ck_currencies_currency_code CHECK (currency ~ '^[A-Z]{3}$')
)

COMMENT ON TABLE sales.currencies IS 'Currencies that an order can be booked in'

COMMENT ON COLUMN sales.currencies.currency IS 'ISO 4217 code'

COMMENT ON COLUMN sales.currencies.minor_digits IS 'decimals when displayed'

CREATE TABLE sales.promotions (
    promotion_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    discount_share NUMERIC(7, 6) NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    CONSTRAINT pk_promotions PRIMARY KEY (promotion_id),
    CONSTRAINT ck_promotions_discount_share_range CHECK (discount_share >= 0 and discount_share <= 1),
    CONSTRAINT ck_promotions_period CHECK (starts < ends),
    CONSTRAINT uq_promotions_name UNIQUE (name)
)

COMMENT ON TABLE sales.promotions IS 'Promotions that a line was sold under'

COMMENT ON COLUMN sales.promotions.discount_share IS '0 to 1, of the list price'

COMMENT ON COLUMN sales.promotions.ends IS 'exclusive'

CREATE TABLE sales.segments (
    segment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_segments PRIMARY KEY (segment_id),
    CONSTRAINT uq_segments_name UNIQUE (name)
)

COMMENT ON TABLE sales.segments IS 'Kinds of customer'

CREATE TABLE sales.territories (
    territory_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT,
    CONSTRAINT pk_territories PRIMARY KEY (territory_id),
    CONSTRAINT ck_territories_territory_id_positive CHECK (territory_id > 0),
    CONSTRAINT uq_territories_name UNIQUE (name)
)

COMMENT ON TABLE sales.territories IS 'Where a sale belongs; row scope is granted by territory'

COMMENT ON COLUMN sales.territories.region IS 'the level above: a group of territories'

COMMENT ON COLUMN sales.territories.country IS 'country name where the territory is or lies in one'

CREATE TABLE sales.rates (
    currency CHAR(3) NOT NULL,
    to_currency CHAR(3) NOT NULL,
    day DATE NOT NULL,
    rate NUMERIC(18, 8) NOT NULL,
    CONSTRAINT pk_rates PRIMARY KEY (currency, to_currency, day),
    CONSTRAINT ck_rates_rate_positive CHECK (rate > 0 and rate <> 'NaN'),
    CONSTRAINT fk_rates_currency FOREIGN KEY(currency) REFERENCES sales.currencies (currency),
    CONSTRAINT fk_rates_to_currency FOREIGN KEY(to_currency) REFERENCES sales.currencies (currency)
)

COMMENT ON TABLE sales.rates IS 'Exchange rates by day; an order takes the rate of its own day when it is loaded'

COMMENT ON COLUMN sales.rates.rate IS 'units of to_currency for one of currency'
