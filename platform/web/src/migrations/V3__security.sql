CREATE TABLE second_factors (
    user_id {int} NOT NULL PRIMARY KEY REFERENCES users (id),
    sealed {blob} NOT NULL,
    confirmed {bool} NOT NULL,
    last_step {int} NOT NULL,
    created {int} NOT NULL
) {strict};

CREATE TABLE recovery_codes (
    id {pk},
    user_id {int} NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL
) {strict};

CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

CREATE TABLE half_sign_ins (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id {int} NOT NULL REFERENCES users (id),
    created {int} NOT NULL
) {strict};

CREATE TABLE api_tokens (
    id {pk},
    token_hash TEXT NOT NULL UNIQUE,
    user_id {int} NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'calendar')),
    created {int} NOT NULL,
    until_day {int} NOT NULL,
    used_day {int},
    revoked {int}
) {strict};

CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

CREATE TABLE acting (
    id {pk},
    user_id {int} NOT NULL REFERENCES users (id),
    delegate_id {int} NOT NULL REFERENCES users (id),
    from_day {int} NOT NULL,
    until_day {int} NOT NULL,
    reason TEXT NOT NULL,
    created {int} NOT NULL,
    ended {int}
) {strict};

CREATE INDEX acting_by_user ON acting (user_id);
CREATE INDEX acting_by_delegate ON acting (delegate_id);

ALTER TABLE sessions ADD COLUMN acting_id {int};
