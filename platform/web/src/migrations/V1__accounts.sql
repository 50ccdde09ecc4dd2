CREATE TABLE users (
    id {pk},
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    person_id {int},
    password TEXT NOT NULL,
    active {bool} NOT NULL,
    first_password {bool} NOT NULL,
    failed {int} NOT NULL,
    failed_since {int} NOT NULL,
    locked_until {int} NOT NULL,
    created {int} NOT NULL
) {strict};

CREATE TABLE grants (
    id {pk},
    user_id {int} NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    org_id {int},
    org_path {path},
    from_day {int} NOT NULL,
    until_day {int},
    granted_by TEXT NOT NULL,
    granted {int} NOT NULL
) {strict};

CREATE INDEX grants_by_user ON grants (user_id);
CREATE INDEX grants_by_org ON grants (org_id);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    user_id {int} NOT NULL REFERENCES users (id),
    created {int} NOT NULL,
    seen {int} NOT NULL
) {strict};

CREATE INDEX sessions_by_user ON sessions (user_id);
