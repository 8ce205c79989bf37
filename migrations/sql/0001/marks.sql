CREATE TABLE rollup.marks (
    day DATE NOT NULL,
    h BIGINT DEFAULT rollup.random_h() NOT NULL,
    CONSTRAINT pk_marks PRIMARY KEY (day, h),
    CONSTRAINT ck_marks_h_positive CHECK (h > 0)
)

COMMENT ON TABLE rollup.marks IS 'One row a day a writing statement, appended in the transaction that wrote facts of that day'

COMMENT ON COLUMN rollup.marks.h IS 'random and positive'

CREATE TABLE rollup.settled (
    day DATE NOT NULL,
    h NUMERIC NOT NULL,
    CONSTRAINT pk_settled PRIMARY KEY (day)
)

COMMENT ON TABLE rollup.settled IS 'What refreshed marks left behind, so that a refresh does not change a version'

COMMENT ON COLUMN rollup.settled.h IS 'sum of the marks that left rollup.marks; sums overflow bigint'

CREATE TABLE rollup.topic_marks (
    topic TEXT NOT NULL,
    h BIGINT DEFAULT rollup.random_h() NOT NULL,
    CONSTRAINT pk_topic_marks PRIMARY KEY (topic, h),
    CONSTRAINT ck_topic_marks_h_positive CHECK (h > 0)
)

COMMENT ON TABLE rollup.topic_marks IS 'One row a writing statement that changed reference data'

COMMENT ON COLUMN rollup.topic_marks.topic IS 'a reference table that answers join when they are read'
