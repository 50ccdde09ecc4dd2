CREATE TABLE notices (
    id {pk},
    user_id {int} NOT NULL REFERENCES users (id),
    once TEXT NOT NULL,
    title_key TEXT NOT NULL,
    args TEXT NOT NULL,
    href TEXT NOT NULL,
    due_day {int},
    created {int} NOT NULL,
    read_at {int},
    digest_id {int},
    UNIQUE (user_id, once)
) {strict};

CREATE INDEX notices_of_user ON notices (user_id, id);
CREATE INDEX notices_unread ON notices (user_id, id) WHERE read_at IS NULL;
CREATE INDEX notices_of_digest ON notices (digest_id) WHERE digest_id IS NOT NULL;

CREATE TABLE notice_preferences (
    user_id {int} NOT NULL PRIMARY KEY REFERENCES users (id),
    lang TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (digest IN ('none', 'daily', 'weekly')),
    hour {int} NOT NULL,
    address TEXT NOT NULL,
    pending TEXT NOT NULL,
    code {blob},
    code_until {int} NOT NULL,
    code_tries {int} NOT NULL,
    codes_day {int} NOT NULL,
    codes {int} NOT NULL,
    code_sent {int} NOT NULL,
    hook TEXT NOT NULL,
    secret {blob},
    changed {int} NOT NULL
) {strict};

CREATE TABLE notice_deliveries (
    id {pk},
    user_id {int} NOT NULL REFERENCES users (id),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'hook')),
    slot {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
    due {int} NOT NULL,
    attempts {int} NOT NULL,
    claim {int} NOT NULL,
    error TEXT NOT NULL,
    created {int} NOT NULL,
    changed {int} NOT NULL,
    UNIQUE (user_id, channel, slot)
) {strict};

CREATE INDEX notice_deliveries_by_state ON notice_deliveries (state, id);
