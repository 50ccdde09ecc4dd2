//! Who may do what with plans and measures. The committee sees all of them, a body what it leads or helps with; none of
//! the three administrators sees any of it.

kernel::acts! {
    /// See plans, measures and reminders; a body what it leads or helps with.
    ReadMeasures = "accountability.read_measures": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Set up plans, their aspects, measures and milestones, and put them in force.
    SetUpPlans = "accountability.set_up_plans": [CommitteeAdmin => All],
    /// Accept or send back what was handed in, decide on extensions, stop measures.
    DecideMeasures = "accountability.decide_measures": [CommitteeAdmin => All],
    /// Sign for measures, tell how far they are, hand them in, ask for extensions, answer reminders.
    WorkOnMeasures = "accountability.work_on_measures": [OrganisationSecretary => Below, DeputySecretary => Below],
    /// Issue reminders.
    IssueReminders = "accountability.issue_reminders": [CommitteeAdmin => All],

    // Reports, key work, leading groups and reviews of the year.

    /// See reports on measures; a body its own.
    ReadReports = "accountability.read_reports": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Write and submit reports on measures.
    WriteReports = "accountability.write_reports": [
        CommitteeAdmin => All, OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// See the key work of a year.
    ReadKeyWork = "accountability.read_key_work": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, Reviewer => All,
        OrganisationSecretary => All, DeputySecretary => All, BranchSecretary => All,
        OrganisationCommissioner => All, PublicityCommissioner => All, YouthOffice => All, Member => All,
    ],
    /// Put key work on the list, order it, and say that it is done.
    SetKeyWork = "accountability.set_key_work": [CommitteeAdmin => All],
    /// Say how key work stands; a lead body its own.
    NoteKeyWork = "accountability.note_key_work": [
        CommitteeAdmin => All, OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// See leading groups, their meetings and decisions.
    ReadGroups = "accountability.read_groups": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => All, DeputySecretary => All,
    ],
    /// Set leading groups up and keep the minutes of their meetings.
    KeepGroups = "accountability.keep_groups": [CommitteeAdmin => All],
    /// See reviews of the year; a secretary their own.
    ReadReviews = "accountability.read_reviews": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Branch, BranchSecretary => Branch,
    ],
    /// Report on one's own duty.
    ReportOnDuty = "accountability.report_on_duty": [OrganisationSecretary => Branch, BranchSecretary => Branch],
    /// Set reviews up, hold hearings, send letters.
    ConductReviews = "accountability.conduct_reviews": [CommitteeAdmin => All],
    /// Enter the numbers of evaluation forms: two persons, each for themselves.
    CountReviews = "accountability.count_reviews": [CommitteeAdmin => All, CommitteeMember => All],
    /// Decide on the grade of a review.
    DecideReviews = "accountability.decide_reviews": [CommitteeSecretary => All],
}
