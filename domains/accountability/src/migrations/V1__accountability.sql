CREATE TABLE plans (
  id {pk},
  title TEXT NOT NULL,
  number TEXT NOT NULL,
  from_year {int} NOT NULL,
  until_year {int} NOT NULL CHECK (until_year >= from_year),
  state TEXT NOT NULL CHECK (state IN ('draft', 'in_force', 'closed')),
  near_days {int} NOT NULL CHECK (near_days >= 0),
  tolerance {int} NOT NULL CHECK (tolerance BETWEEN 0 AND 100),
  first_after {int} NOT NULL CHECK (first_after >= 1),
  second_after {int} NOT NULL CHECK (second_after > first_after),
  third_after {int} NOT NULL CHECK (third_after > second_after),
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL
) {strict};

CREATE TABLE plan_aspects (
  id {pk},
  plan_id {int} NOT NULL REFERENCES plans (id),
  place {int} NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (plan_id, place)
) {strict};

CREATE TABLE measures (
  id {pk},
  plan_id {int} NOT NULL REFERENCES plans (id),
  aspect_id {int} NOT NULL REFERENCES plan_aspects (id),
  place {int} NOT NULL,
  content TEXT NOT NULL,
  standard TEXT NOT NULL,
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  person_id {int},
  person TEXT NOT NULL,
  starts {int} NOT NULL,
  due {int},
  weight {int} NOT NULL CHECK (weight >= 1),
  state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'signed', 'running', 'handed_in', 'done', 'stopped')),
  percent {int} NOT NULL CHECK (percent BETWEEN 0 AND 100),
  latest TEXT NOT NULL,
  milestones {int} NOT NULL,
  milestones_done {int} NOT NULL,
  next_milestone {int},
  signed_on {int},
  handed_in_on {int},
  handed_in_by TEXT NOT NULL,
  done_on {int},
  reason TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  updated_at {int} NOT NULL,
  UNIQUE (aspect_id, place)
) {strict};
CREATE INDEX measures_by_plan ON measures (plan_id);
CREATE INDEX measures_by_org ON measures (org_id, due);
CREATE INDEX measures_by_state ON measures (state);

CREATE TABLE measure_helpers (
  measure_id {int} NOT NULL REFERENCES measures (id),
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  PRIMARY KEY (measure_id, org_id)
) {strict};
CREATE INDEX measure_helpers_by_org ON measure_helpers (org_id, measure_id);

CREATE TABLE measure_milestones (
  id {pk},
  measure_id {int} NOT NULL REFERENCES measures (id),
  name TEXT NOT NULL,
  due {int} NOT NULL,
  form TEXT NOT NULL,
  done_on {int},
  done_by TEXT
) {strict};
CREATE INDEX measure_milestones_by_measure ON measure_milestones (measure_id, due);
CREATE INDEX measure_milestones_by_day ON measure_milestones (due);

CREATE TABLE measure_entries (
  id {pk},
  measure_id {int} NOT NULL REFERENCES measures (id),
  percent {int} NOT NULL CHECK (percent BETWEEN 0 AND 100),
  text TEXT NOT NULL,
  org_name TEXT NOT NULL,
  first_file {int} NOT NULL,
  files {int} NOT NULL,
  entered_on {int} NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL
) {strict};
CREATE INDEX measure_entries_by_measure ON measure_entries (measure_id, id);

CREATE TABLE measure_extensions (
  id {pk},
  measure_id {int} NOT NULL REFERENCES measures (id),
  old_due {int} NOT NULL,
  new_due {int} NOT NULL CHECK (new_due > old_due),
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
  asked_on {int} NOT NULL,
  asked_by TEXT NOT NULL,
  decided_on {int},
  decided_by TEXT,
  answer TEXT NOT NULL
) {strict};
CREATE INDEX measure_extensions_by_measure ON measure_extensions (measure_id, id);
CREATE UNIQUE INDEX measure_extensions_asked ON measure_extensions (measure_id) WHERE state = 'asked';

CREATE TABLE reminders (
  id {pk},
  plan_id {int} NOT NULL REFERENCES plans (id),
  year {int} NOT NULL,
  number {int} NOT NULL,
  grade {int} NOT NULL CHECK (grade BETWEEN 1 AND 3),
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  issued_on {int} NOT NULL,
  issued_by TEXT NOT NULL,
  answer_by {int} NOT NULL,
  note TEXT NOT NULL,
  frozen TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_on {int},
  answered_by TEXT,
  UNIQUE (year, number)
) {strict};
CREATE INDEX reminders_by_org ON reminders (org_id, id);

CREATE TABLE reminder_items (
  reminder_id {int} NOT NULL REFERENCES reminders (id),
  grade {int} NOT NULL,
  measure_id {int} NOT NULL REFERENCES measures (id),
  milestone_id {int} NOT NULL,
  due {int} NOT NULL,
  PRIMARY KEY (measure_id, milestone_id, due, grade)
) {strict};
CREATE INDEX reminder_items_by_reminder ON reminder_items (reminder_id);

CREATE TABLE measure_imports (
  id {pk},
  plan_id {int} NOT NULL REFERENCES plans (id),
  file TEXT NOT NULL,
  batch TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'applied')),
  sent_at {int} NOT NULL,
  sent_by TEXT NOT NULL,
  applied_at {int}
) {strict};
CREATE INDEX measure_imports_by_plan ON measure_imports (plan_id, id);
