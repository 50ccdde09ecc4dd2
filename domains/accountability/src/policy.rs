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
}
