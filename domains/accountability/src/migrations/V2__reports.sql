CREATE TABLE key_work (
  id {pk},
  year {int} NOT NULL,
  place {int} NOT NULL,
  title TEXT NOT NULL,
  standard TEXT NOT NULL,
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  org_path {path} NOT NULL,
  due {int},
  state TEXT NOT NULL CHECK (state IN ('planned', 'under_way', 'done', 'dropped')),
  word TEXT NOT NULL,
  changed_at {int} NOT NULL,
  changed_by TEXT NOT NULL
) {strict};
CREATE INDEX key_work_by_year ON key_work (year, place, id);
CREATE INDEX key_work_by_due ON key_work (due, id);

CREATE TABLE leading_groups (
  id {pk},
  name TEXT NOT NULL,
  duties TEXT NOT NULL,
  document TEXT NOT NULL,
  founded {int} NOT NULL,
  ended {int},
  UNIQUE (name, founded)
) {strict};

CREATE TABLE leading_group_members (
  id {pk},
  group_id {int} NOT NULL REFERENCES leading_groups (id),
  role TEXT NOT NULL CHECK (role IN ('head', 'deputy', 'member', 'office')),
  name TEXT NOT NULL,
  folded {path} NOT NULL,
  post TEXT NOT NULL,
  since {int} NOT NULL,
  until {int}
) {strict};
CREATE INDEX leading_group_members_by_group ON leading_group_members (group_id, id);

CREATE TABLE group_meetings (
  id {pk},
  group_id {int} NOT NULL REFERENCES leading_groups (id),
  title TEXT NOT NULL,
  held_on {int} NOT NULL,
  place TEXT NOT NULL,
  chair TEXT NOT NULL,
  recorder TEXT NOT NULL,
  guests TEXT NOT NULL,
  agenda TEXT NOT NULL,
  minutes TEXT NOT NULL
) {strict};
CREATE INDEX group_meetings_by_group ON group_meetings (group_id, held_on, id);
CREATE INDEX group_meetings_by_day ON group_meetings (held_on, id);

CREATE TABLE group_attendance (
  meeting_id {int} NOT NULL REFERENCES group_meetings (id),
  member_id {int} NOT NULL REFERENCES leading_group_members (id),
  present {bool} NOT NULL,
  PRIMARY KEY (meeting_id, member_id)
) {strict};

CREATE TABLE group_decisions (
  id {pk},
  meeting_id {int} NOT NULL REFERENCES group_meetings (id),
  content TEXT NOT NULL,
  org_id {int},
  org_name TEXT NOT NULL,
  org_path {path} NOT NULL,
  person TEXT NOT NULL,
  due {int},
  done_on {int},
  outcome TEXT NOT NULL
) {strict};
CREATE INDEX group_decisions_by_meeting ON group_decisions (meeting_id, id);
CREATE INDEX group_decisions_open ON group_decisions (due, id) WHERE done_on IS NULL;

CREATE TABLE duty_reports (
  id {pk},
  plan_id {int} NOT NULL REFERENCES plans (id),
  plan_title TEXT NOT NULL,
  org_id {int},
  org_name TEXT NOT NULL,
  org_path {path} NOT NULL,
  until {int} NOT NULL,
  practices TEXT NOT NULL,
  problems TEXT NOT NULL,
  next_steps TEXT NOT NULL,
  help TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted')),
  saved_at {int} NOT NULL,
  saved_by TEXT NOT NULL,
  submitted_at {int},
  submitted_by TEXT NOT NULL
) {strict};
CREATE INDEX duty_reports_by_until ON duty_reports (until, id);
CREATE UNIQUE INDEX duty_reports_once ON duty_reports (plan_id, COALESCE(org_id, 0), until);

CREATE TABLE duty_report_contents (
  report_id {int} NOT NULL PRIMARY KEY REFERENCES duty_reports (id),
  content TEXT NOT NULL
) {strict};
{append_only:duty_report_contents}

CREATE TABLE review_years (
  id {pk},
  year {int} NOT NULL UNIQUE,
  report_due {int},
  parameters TEXT NOT NULL
) {strict};

CREATE TABLE reviews (
  id {pk},
  year_id {int} NOT NULL REFERENCES review_years (id),
  year {int} NOT NULL,
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  org_path {path} NOT NULL,
  person_id {int},
  person TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reporting', 'hearing', 'evaluating', 'deciding', 'decided', 'fed_back')),
  report TEXT NOT NULL,
  report_by TEXT NOT NULL,
  reported_at {int},
  returned TEXT NOT NULL,
  mean TEXT NOT NULL,
  proposed TEXT,
  decided TEXT,
  reason TEXT NOT NULL,
  decided_at {int},
  decided_by TEXT NOT NULL,
  strengths TEXT NOT NULL,
  shortcomings TEXT NOT NULL,
  demands TEXT NOT NULL,
  fed_back_on {int},
  UNIQUE (year_id, org_id)
) {strict};
CREATE INDEX reviews_by_year ON reviews (year, id);
CREATE INDEX reviews_by_state ON reviews (state, id);

CREATE TABLE review_questions (
  id {pk},
  review_id {int} NOT NULL REFERENCES reviews (id),
  asker TEXT NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  comment TEXT NOT NULL
) {strict};
CREATE INDEX review_questions_by_review ON review_questions (review_id, id);

CREATE TABLE review_counts (
  review_id {int} NOT NULL REFERENCES reviews (id),
  entry {int} NOT NULL CHECK (entry IN (1, 2)),
  source TEXT NOT NULL,
  counts TEXT NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL,
  PRIMARY KEY (review_id, entry)
) {strict};
