CREATE SCHEMA sales

CREATE SCHEMA app

CREATE SCHEMA rollup

CREATE FUNCTION rollup.random_h() RETURNS bigint LANGUAGE sql VOLATILE SET search_path = '' AS $$
    SELECT 1 + (('x' || substr(replace(gen_random_uuid()::text, '-', ''), 17, 16))::bit(64)::bigint
                & 1152921504606846975)
$$
