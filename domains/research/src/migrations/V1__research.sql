CREATE TABLE research_projects (
  id {pk},
  year {int} NOT NULL,
  number {int} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('secretary', 'committee', 'youth', 'other')),
  theme TEXT NOT NULL,
  purpose TEXT NOT NULL,
  methods TEXT NOT NULL,
  outline TEXT NOT NULL,
  lead_user {int},
  lead_name TEXT NOT NULL,
  others TEXT NOT NULL,
  starts {int} NOT NULL,
  ends {int} NOT NULL,
  parent_id {int} REFERENCES research_projects (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'running', 'reported', 'concluded', 'archived')),
  report TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  author {int},
  UNIQUE (year, number)
) {strict};
CREATE INDEX research_projects_by_parent ON research_projects (parent_id);
CREATE INDEX research_projects_by_lead ON research_projects (lead_user);

CREATE TABLE research_bodies (
  org_id {int} NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  path {path} NOT NULL
) {strict};
CREATE INDEX research_bodies_by_path ON research_bodies (path);

CREATE TABLE research_members (
  project_id {int} NOT NULL REFERENCES research_projects (id),
  user_id {int} NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (project_id, user_id)
) {strict};
CREATE INDEX research_members_by_user ON research_members (user_id, project_id);

CREATE TABLE research_organisations (
  project_id {int} NOT NULL REFERENCES research_projects (id),
  org_id {int} NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (project_id, org_id)
) {strict};
CREATE INDEX research_organisations_by_org ON research_organisations (org_id, project_id);

CREATE TABLE research_visits (
  id {pk},
  project_id {int} REFERENCES research_projects (id),
  org_id {int} NOT NULL,
  org_name TEXT NOT NULL,
  visited_on {int} NOT NULL,
  place TEXT NOT NULL,
  present TEXT NOT NULL,
  notes TEXT NOT NULL,
  practices TEXT NOT NULL,
  finished {bool} NOT NULL,
  taken_by {int},
  taken_name TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL
) {strict};
CREATE INDEX research_visits_by_project ON research_visits (project_id, visited_on);
CREATE INDEX research_visits_by_org ON research_visits (org_id, visited_on);
CREATE INDEX research_visits_by_taker ON research_visits (taken_by);

CREATE TABLE finding_kinds (
  code {path} NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  place {int} NOT NULL,
  offered {bool} NOT NULL
) {strict};
INSERT INTO finding_kinds (code, name, place, offered) VALUES
  ('A', '组织生活', 1, TRUE),
  ('B', '队伍建设', 2, TRUE),
  ('C', '作风', 3, TRUE),
  ('D', '机制', 4, TRUE),
  ('E', '保障', 5, TRUE),
  ('F', '业务融合', 6, TRUE),
  ('Z', '其他', 7, TRUE);

CREATE TABLE research_findings (
  id {pk},
  year {int} NOT NULL,
  kind {path} REFERENCES finding_kinds (code),
  description TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('ordinary', 'considerable', 'severe')),
  common {bool} NOT NULL,
  recommendations TEXT NOT NULL,
  responsible_org {int},
  responsible TEXT NOT NULL,
  measures TEXT NOT NULL,
  due {int},
  state TEXT NOT NULL CHECK (state IN ('pending', 'handed', 'working', 'review', 'closed')),
  conclusion TEXT CHECK (conclusion IN ('solved', 'partly', 'continuing', 'not_adopted')),
  conclusion_reason TEXT NOT NULL,
  return_due {int},
  returned_on {int},
  return_note TEXT NOT NULL,
  found_on {int} NOT NULL,
  handed_on {int},
  review_on {int},
  closed_on {int},
  merged_into {int} REFERENCES research_findings (id),
  author {int},
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  CHECK (state <> 'closed' OR (conclusion IS NOT NULL AND closed_on IS NOT NULL))
) {strict};
CREATE INDEX research_findings_by_state ON research_findings (state, due);
CREATE INDEX research_findings_by_responsible ON research_findings (responsible_org, due);
CREATE INDEX research_findings_by_year ON research_findings (year, id);
CREATE INDEX research_findings_merged ON research_findings (merged_into);

CREATE TABLE finding_organisations (
  finding_id {int} NOT NULL REFERENCES research_findings (id),
  org_id {int} NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (finding_id, org_id)
) {strict};
CREATE INDEX finding_organisations_by_org ON finding_organisations (org_id, finding_id);

CREATE TABLE finding_sources (
  finding_id {int} NOT NULL REFERENCES research_findings (id),
  kind {path} NOT NULL,
  record_id {int} NOT NULL,
  PRIMARY KEY (finding_id, kind, record_id)
) {strict};
CREATE INDEX finding_sources_by_record ON finding_sources (kind, record_id, finding_id);

CREATE TABLE finding_entries (
  id {pk},
  finding_id {int} NOT NULL REFERENCES research_findings (id),
  what TEXT NOT NULL CHECK (what IN ('progress', 'submission')),
  text TEXT NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL,
  entered_name TEXT NOT NULL
) {strict};
CREATE INDEX finding_entries_by_finding ON finding_entries (finding_id, id);
