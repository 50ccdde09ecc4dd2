CREATE TABLE fund_accounts (
  id {pk},
  year {int} NOT NULL,
  source TEXT NOT NULL,
  budget {int} NOT NULL CHECK (budget > 0),
  note TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (year, source)
) {strict};

CREATE TABLE fund_allocations (
  id {pk},
  account_id {int} NOT NULL REFERENCES fund_accounts (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'returned', 'approved', 'replaced', 'withdrawn')),
  round {int} NOT NULL,
  cycle_id {int} NOT NULL,
  cycle_year {int} NOT NULL,
  version {int} NOT NULL,
  budget {int} NOT NULL,
  parameters TEXT NOT NULL,
  authors TEXT NOT NULL,
  saved_at {int} NOT NULL,
  submitted_at {int},
  submitted_by TEXT,
  settled_at {int}
) {strict};
CREATE INDEX fund_allocations_by_account ON fund_allocations (account_id, id);
CREATE UNIQUE INDEX fund_allocations_in_force ON fund_allocations (account_id) WHERE state = 'approved';
CREATE UNIQUE INDEX fund_allocations_open ON fund_allocations (account_id) WHERE state IN ('draft', 'proposed', 'returned');

CREATE TABLE fund_shares (
  allocation_id {int} NOT NULL REFERENCES fund_allocations (id),
  org_id {int} NOT NULL,
  place {int} NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  grade TEXT NOT NULL,
  grade_name TEXT NOT NULL,
  members {int} NOT NULL CHECK (members >= 0),
  coefficient {int} NOT NULL CHECK (coefficient >= 0),
  exact TEXT NOT NULL,
  base TEXT NOT NULL,
  rounded_up {bool} NOT NULL,
  computed {int} NOT NULL CHECK (computed >= 0),
  decided {int} CHECK (decided >= 0),
  reason TEXT NOT NULL,
  PRIMARY KEY (allocation_id, org_id)
) {strict};
CREATE INDEX fund_shares_by_org ON fund_shares (org_id, allocation_id);

CREATE TABLE fund_verdicts (
  id {pk},
  allocation_id {int} NOT NULL REFERENCES fund_allocations (id),
  round {int} NOT NULL,
  capacity TEXT NOT NULL CHECK (capacity IN ('secretary', 'finance')),
  approves {bool} NOT NULL,
  reason TEXT NOT NULL,
  given_at {int} NOT NULL,
  given_by TEXT NOT NULL,
  UNIQUE (allocation_id, round, capacity),
  UNIQUE (allocation_id, round, given_by)
) {strict};

CREATE TABLE fund_entries (
  id {pk},
  account_id {int} NOT NULL REFERENCES fund_accounts (id),
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  spent_on {int} NOT NULL,
  purpose TEXT NOT NULL,
  amount {int} NOT NULL CHECK (amount > 0),
  state TEXT NOT NULL CHECK (state IN ('entered', 'confirmed', 'cancelled')),
  reason TEXT NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL,
  settled_at {int},
  settled_by TEXT
) {strict};
CREATE INDEX fund_entries_by_account ON fund_entries (account_id, org_id, id);
CREATE INDEX fund_entries_by_day ON fund_entries (spent_on, id);

CREATE TABLE awards (
  id {pk},
  cycle_id {int} NOT NULL,
  cycle_year {int} NOT NULL,
  version {int} NOT NULL,
  name TEXT NOT NULL,
  subject TEXT NOT NULL CHECK (subject IN ('organisation', 'person')),
  conditions TEXT NOT NULL,
  due {int},
  state TEXT NOT NULL CHECK (state IN ('nominating', 'notice', 'final')),
  notice_from {int},
  notice_days {int},
  notice_until {int},
  finished_at {int},
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (cycle_id, name)
) {strict};

CREATE TABLE award_nominations (
  id {pk},
  award_id {int} NOT NULL REFERENCES awards (id),
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  category TEXT NOT NULL,
  grade TEXT NOT NULL,
  grade_name TEXT NOT NULL,
  person_id {int},
  name TEXT NOT NULL,
  folded {path} NOT NULL,
  sort_key {path} NOT NULL,
  deeds TEXT NOT NULL,
  exception TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('entered', 'accepted', 'refused', 'withdrawn')),
  reason TEXT NOT NULL,
  nominated_at {int} NOT NULL,
  nominated_by TEXT NOT NULL,
  decided_at {int},
  decided_by TEXT
) {strict};
CREATE INDEX award_nominations_by_award ON award_nominations (award_id, id);
CREATE UNIQUE INDEX award_nominations_once ON award_nominations (award_id, org_id, folded) WHERE state IN ('entered', 'accepted');
